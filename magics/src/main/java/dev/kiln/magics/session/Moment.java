package dev.kiln.magics.session;

import dev.kiln.data.DataSets;
import dev.kiln.graph.Variable;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Data, model, its weights and its training at one moment, to go back to.
///
/// @param model    null where there was none
/// @param run      whose weights the model had; null for none
/// @param numbers  of the model; null where there was none, or it did not know its weights yet
public record Moment(
        @Nullable DataSets data,
        String dataLine,
        @Nullable Model model,
        String modelName,
        @Nullable Run run,
        @Nullable CompileOptions compiled,
        @Nullable Numbers numbers) {

    /// @param weights one array a weight, in order
    /// @param state   what training changes, the optimizer's numbers included; null where the model was not compiled
    public record Numbers(
            List<float[]> weights,
            @Nullable Map<Variable, float[]> state,
            long steps,
            long epochs) {}

    /// The moment as it is now.
    static Moment of(Session session) {
        Model model = session.model().orElse(null);
        boolean isCompiled = model != null && model.training().isCompiled();
        return new Moment(
                session.data().orElse(null),
                session.dataLine(),
                model,
                session.modelName(),
                session.current().orElse(null),
                isCompiled ? model.training().compiled() : null,
                model != null && model.isBuilt() ? numbers(model, isCompiled) : null);
    }

    private static Numbers numbers(Model model, boolean isCompiled) {
        var training = model.training();
        return new Numbers(
                model.weights().values(),
                isCompiled ? training.state() : null,
                training.steps(),
                training.epochs());
    }

    /// What it takes to keep.
    long bytes() {
        if (numbers == null) {
            return 0;
        }
        long count = 0;
        for (float[] weight : numbers.weights()) {
            count += weight.length;
        }
        for (float[] values :
                Optional.ofNullable(numbers.state()).map(Map::values).orElse(List.of())) {
            count += values.length;
        }
        return count * Float.BYTES;
    }

    /// Makes the session, the model's weights and its training what they were.
    void restore(Session session) {
        session.goBack(this);
        if (model == null) {
            return;
        }
        var training = model.training();
        if (compiled == null) {
            training.forget();
        } else if (!training.isCompiled() || training.compiled() != compiled || numbers == null) {
            training.compile(compiled);
        }
        if (numbers != null) {
            model.weights().set(numbers.weights());
            if (numbers.state() != null && isSameShape(training.state(), numbers.state())) {
                training.restore(numbers.state(), numbers.steps(), numbers.epochs());
            }
        } else if (model.isBuilt()) {
            // It did not know its input then; its weights are as they were when it met its first
            // data.
            model.weights().initialize(Model.DEFAULT_SEED);
        }
    }

    /// Layers that were frozen since, or thawed, change what the optimizer keeps.
    private static boolean isSameShape(Map<Variable, float[]> now, Map<Variable, float[]> then) {
        return now.keySet().equals(then.keySet());
    }
}
