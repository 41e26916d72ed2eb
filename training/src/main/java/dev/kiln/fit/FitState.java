package dev.kiln.fit;

import dev.kiln.callbacks.Callback;
import dev.kiln.catalog.UserError;
import dev.kiln.events.History;
import dev.kiln.graph.Variable;
import dev.kiln.model.FitOptions;
import dev.kiln.runtime.Native;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where a fit stands, with all that decides how it goes on, as values for a checkpoint: numbers, texts, lists, maps.
final class FitState {
    private final ModelRun run;
    private final Progress progress;
    private final Batches batches;
    private final FitOptions options;
    private final History history;
    private final List<Callback> callbacks;

    /// A point between two steps.
    ///
    /// @param epoch counted from 0
    /// @param step  steps done in it; with 0 the epoch has not begun
    /// @param rows  trained on in it
    record Place(int epoch, int step, long rows) {}

    FitState(
            ModelRun run,
            Progress progress,
            Batches batches,
            FitOptions options,
            History history,
            List<Callback> callbacks) {
        this.run = run;
        this.progress = progress;
        this.batches = batches;
        this.options = options;
        this.history = history;
        this.callbacks = callbacks;
    }

    // ---- writing

    /// @param epochBegan what training changes, as it was when the epoch began; null where nothing goes back to it
    Map<String, Object> at(Place place, @Nullable Map<Variable, float[]> epochBegan) {
        boolean isBetweenEpochs = place.step() == 0;
        var state = new LinkedHashMap<String, Object>();
        state.put("fit", kind());
        state.put("epoch", place.epoch());
        state.put("step", place.step());
        state.put("rows", place.rows());
        state.put("position", isBetweenEpochs && batches.isUsedUp() ? 0L : batches.position());
        state.put("steps_of_all_fits", progress.steps());
        state.put("epochs_of_all_fits", progress.epochs());
        state.put("kernels", Native.variant());
        state.put("shares", run.shares());
        state.put("variables", numbers(run.trained()));
        if (!isBetweenEpochs) {
            state.put("scores", numbers(run.scores().initialValues().keySet()));
            if (epochBegan != null) {
                state.put("epoch_began", run.trained().stream().map(epochBegan::get).toList());
            }
        }
        state.put("history", history());
        state.put("callbacks", callbacks.stream().map(FitState::noted).toList());
        return state;
    }

    /// What must be the same for the same bits, in the user's words.
    private Map<String, Object> kind() {
        var kind = new LinkedHashMap<String, Object>();
        kind.put("weights", run.parameters().byteSize() / Float.BYTES);
        kind.put("variables", run.trained().stream().map(v -> v.name() + v.shape()).toList());
        kind.put("rows", batches.total());
        kind.put("batch_size", options.batchSize());
        kind.put("shuffle", options.shuffle());
        kind.put("seed", options.seed());
        Integer steps = options.stepsPerEpoch();
        kind.put("steps_per_epoch", steps == null ? "all" : steps);
        kind.put("callbacks", callbacks.stream().map(each -> each.getClass().getName()).toList());
        return kind;
    }

    private Map<String, float[]> numbers(Iterable<Variable> variables) {
        var numbers = new LinkedHashMap<String, float[]>();
        for (Variable variable : variables) {
            numbers.put(variable.name(), run.segment(variable).toArray(ValueLayout.JAVA_FLOAT));
        }
        return numbers;
    }

    private List<Map<String, Object>> history() {
        var epochs = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < history.epochs().size(); i++) {
            epochs.add(Map.of("epoch", history.epochs().get(i), "scores", history.at(i)));
        }
        return epochs;
    }

    private static Map<String, Object> noted(Callback callback) {
        var noted = new LinkedHashMap<String, Object>(callback.state());
        noted.replaceAll(
                (_, value) -> value instanceof FitTrainee.Copy copy ? copy.numbers() : value);
        return noted;
    }

    // ---- reading

    /// Goes to where the fit stood.
    ///
    /// @return the place, and what the epoch began with
    /// @throws UserError E196 where the state is that of another fit; nothing is changed then
    Restored restore(Map<String, ?> state) {
        requireSameFit((Map<?, ?>) state.get("fit"));
        keepShares(state.get("shares"));
        progress.goTo(number(state, "steps_of_all_fits"), number(state, "epochs_of_all_fits"));
        fill(run.trained(), (Map<?, ?>) state.get("variables"));
        var place =
                new Place(
                        (int) number(state, "epoch"),
                        (int) number(state, "step"),
                        number(state, "rows"));
        if (number(state, "position") > 0) {
            batches.moveTo(progress.epochs(), number(state, "position"));
        }
        Map<Variable, float[]> epochBegan = null;
        if (place.step() > 0) {
            if (batches.count() > 0) {
                // The scores' variables come with the program of a step.
                run.program(Phase.TRAIN, batches.data(), batches.count(), batches.weights());
            }
            fill(run.scores().initialValues().keySet(), (Map<?, ?>) state.get("scores"));
            epochBegan = epochBegan((List<?>) state.get("epoch_began"));
        }
        var epochs = (List<?>) state.get("history");
        for (Object each : epochs.subList(history.epochs().size(), epochs.size())) {
            var epoch = (Map<?, ?>) each;
            var scores = new LinkedHashMap<String, Double>();
            ((Map<?, ?>) epoch.get("scores"))
                    .forEach((name, value) -> scores.put((String) name, (Double) value));
            history.add((int) number(epoch, "epoch"), scores);
        }
        var noted = (List<?>) state.get("callbacks");
        for (int i = 0; i < callbacks.size(); i++) {
            recall(callbacks.get(i), (Map<?, ?>) noted.get(i));
        }
        return new Restored(place, epochBegan);
    }

    private void keepShares(@Nullable Object noted) {
        var shares = new LinkedHashMap<String, Integer>();
        if (noted instanceof Map<?, ?> counts) {
            counts.forEach(
                    (shape, count) -> shares.put((String) shape, ((Number) count).intValue()));
        }
        run.keepShares(shares);
    }

    record Restored(Place place, @Nullable Map<Variable, float[]> epochBegan) {}

    private static void recall(Callback callback, Map<?, ?> noted) {
        var values = new LinkedHashMap<String, Object>();
        noted.forEach(
                (name, value) ->
                        values.put(
                                (String) name,
                                value instanceof Map<?, ?> map
                                        ? FitTrainee.Copy.of(map).<Object>map(c -> c).orElse(map)
                                        : value));
        if (!values.isEmpty()) {
            callback.restore(values);
        }
    }

    private @Nullable Map<Variable, float[]> epochBegan(@Nullable List<?> numbers) {
        if (numbers == null) {
            return null;
        }
        var began = new LinkedHashMap<Variable, float[]>();
        for (Variable variable : run.trained()) {
            began.put(variable, (float[]) numbers.get(began.size()));
        }
        return began;
    }

    private void fill(Iterable<Variable> variables, Map<?, ?> numbers) {
        for (Variable variable : variables) {
            if (numbers.get(variable.name()) instanceof float[] values) {
                MemorySegment to = run.segment(variable);
                MemorySegment.copy(values, 0, to, ValueLayout.JAVA_FLOAT, 0, values.length);
            }
        }
    }

    private void requireSameFit(Map<?, ?> before) {
        kind().forEach(
                        (what, now) -> {
                            Object was = before.get(what);
                            if (!now.equals(was)
                                    && !(now instanceof Number a
                                            && was instanceof Number b
                                            && a.longValue() == b.longValue())) {
                                throw new UserError(
                                        "E196",
                                        "the backup is of another fit: its "
                                                + what
                                                + (now instanceof List<?>
                                                        ? " are others."
                                                        : " was " + was + ", now " + now + "."),
                                        "Fit as before, or give another folder: backup_and_restore(\"backup2\")");
                            }
                        });
    }

    private static long number(Map<?, ?> state, String name) {
        return ((Number) state.get(name)).longValue();
    }
}
