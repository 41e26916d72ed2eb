package dev.kiln.callbacks;

import com.google.gson.JsonObject;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.PassOptions;
import dev.kiln.model.Sequential;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Notes every event of a fit, an evaluation and a prediction as `[event, epoch or batch, names of the logs]`.
final class EventOrder implements Callback {
    private final List<Object> events = new ArrayList<>();

    /// @param input numbers of rows, epochs and rows a batch
    static Map<String, Object> of(JsonObject input) {
        var model = Sequential.of(new Input(1), new Dense(1));
        model.compile(CompileOptions.of("sgd", "mse", "mae", "accuracy").withChecks(Checks.OFF));
        float[][] rows = new float[input.get("samples").getAsInt()][1];
        float[][] validation = new float[input.get("validation_samples").getAsInt()][1];
        var options =
                new FitOptions(input.get("epochs").getAsInt())
                        .withBatchSize(input.get("batch_size").getAsInt())
                        .withValidationData(Dataset.of(validation, validation))
                        .withValidationBatchSize(input.get("validation_batch_size").getAsInt())
                        .withChecks(Checks.OFF);
        var pass = new PassOptions(input.get("evaluate_batch_size").getAsInt());
        var fit = new EventOrder();
        model.fit(rows, rows, options.withCallbacks(List.of(fit)));
        var evaluate = new EventOrder();
        model.evaluate(rows, rows, pass.withCallbacks(List.of(evaluate)));
        var predict = new EventOrder();
        model.predict(rows, pass.withCallbacks(List.of(predict)));
        return Map.of("fit", fit.events, "evaluate", evaluate.events, "predict", predict.events);
    }

    private void note(String event, @Nullable Integer at, Iterable<String> logs) {
        var names = new TreeSet<String>();
        logs.forEach(names::add);
        events.add(
                Arrays.asList(
                        event, at == null ? null : (Object) at.doubleValue(), List.copyOf(names)));
    }

    private void note(String event, @Nullable Integer at) {
        note(event, at, List.of());
    }

    @Override
    public void onTrainBegin(Trainee trainee) {
        note("on_train_begin", null);
    }

    @Override
    public void onTrainEnd(Map<String, Double> logs, Trainee trainee) {
        note("on_train_end", null, logs.keySet());
    }

    @Override
    public void onEpochBegin(int epoch, Trainee trainee) {
        note("on_epoch_begin", epoch);
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
        note("on_epoch_end", epoch, logs.keySet());
    }

    @Override
    public void onTrainBatchBegin(int batch, Trainee trainee) {
        note("on_train_batch_begin", batch);
    }

    @Override
    public void onTrainBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {
        note("on_train_batch_end", batch, logs.keySet());
    }

    @Override
    public void onTestBegin(Trainee trainee) {
        note("on_test_begin", null);
    }

    @Override
    public void onTestEnd(Map<String, Double> logs, Trainee trainee) {
        note("on_test_end", null, logs.keySet());
    }

    @Override
    public void onTestBatchBegin(int batch, Trainee trainee) {
        note("on_test_batch_begin", batch);
    }

    @Override
    public void onTestBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {
        note("on_test_batch_end", batch, logs.keySet());
    }

    @Override
    public void onPredictBegin(Trainee trainee) {
        note("on_predict_begin", null);
    }

    @Override
    public void onPredictEnd(Trainee trainee) {
        note("on_predict_end", null);
    }

    @Override
    public void onPredictBatchBegin(int batch, Trainee trainee) {
        note("on_predict_batch_begin", batch);
    }

    @Override
    public void onPredictBatchEnd(int batch, List<FloatArray> outputs, Trainee trainee) {
        note("on_predict_batch_end", batch, List.of("outputs"));
    }
}
