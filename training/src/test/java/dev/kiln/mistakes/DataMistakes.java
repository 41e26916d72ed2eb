package dev.kiln.mistakes;

import static dev.kiln.mistakes.Tried.numbers;
import static dev.kiln.mistakes.Tried.regression;
import static dev.kiln.mistakes.Tried.softmax;
import static dev.kiln.mistakes.Tried.x;

import dev.kiln.callbacks.Callbacks;
import dev.kiln.callbacks.EarlyStopping;
import dev.kiln.callbacks.ReduceLROnPlateau;
import dev.kiln.catalog.Call;
import dev.kiln.model.Model;
import dev.kiln.optimizers.SGD;
import dev.kiln.schedules.ExponentialDecay;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Mistakes with the kinds of things that hold numbers, with callbacks, weights and files.
final class DataMistakes {
    private DataMistakes() {}

    static Map<String, Attempt> all() {
        var attempts = new LinkedHashMap<String, Attempt>();
        kinds(attempts);
        callbacks(attempts);
        weightsAndFiles(attempts);
        return attempts;
    }

    private static Attempt of(Object x, Object y) {
        return fit -> regression().fit(x, y, fit).names();
    }

    private static Double[][] objects() {
        return Arrays.stream(x())
                .map(row -> new Double[] {(double) row[0], (double) row[1], 0.5, 1.0})
                .toArray(Double[][]::new);
    }

    private static void kinds(Map<String, Attempt> attempts) {
        attempts.put(
                "x_python_list_of_lists",
                of(Arrays.stream(objects()).map(List::of).toList(), numbers()));
        attempts.put("x_list_of_arrays_rows", of(Arrays.asList(x()), numbers()));
        attempts.put("x_object_numbers", of(objects(), numbers()));
        attempts.put("x_int", of(new int[12][4], numbers()));
        attempts.put(
                "y_none_values",
                of(x(), Arrays.asList(0.1, null, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2)));
        attempts.put(
                "y_strings",
                of(x(), new String[] {"a", "b", "c", "a", "b", "c", "a", "b", "c", "a", "b", "c"}));
        String[][] texts = new String[12][4];
        Arrays.stream(texts).forEach(row -> Arrays.fill(row, "1.5"));
        attempts.put("x_strings", of(texts, numbers()));
    }

    private static void callbacks(Map<String, Attempt> attempts) {
        attempts.put(
                "early_stopping_unknown_monitor",
                fit ->
                        regression()
                                .fit(
                                        x(),
                                        numbers(),
                                        fit.withEpochs(3)
                                                .withCallbacks(
                                                        List.of(new EarlyStopping("val_loss"))))
                                .epochs());
        attempts.put(
                "early_stopping_bad_mode",
                _ -> Callbacks.CATALOG.get(Call.of("early_stopping(mode=maximum)")));
        attempts.put(
                "early_stopping_unknown_auto",
                fit ->
                        regression()
                                .fit(
                                        x(),
                                        numbers(),
                                        fit.withCallbacks(List.of(new EarlyStopping("nonsense")))));
        attempts.put(
                "reduce_lr_with_schedule",
                fit -> {
                    var model =
                            regression()
                                    .compile(new SGD(new ExponentialDecay(0.1, 10, 0.9)), "mse");
                    var callback = new ReduceLROnPlateau("loss").withPatience(1);
                    return model.fit(
                            x(), numbers(), fit.withEpochs(4).withCallbacks(List.of(callback)));
                });
        attempts.put(
                "callback_is_class",
                new JavaSource("new FitOptions(1).withCallbacks(List.of(EarlyStopping.class))"));
    }

    private static void weightsAndFiles(Map<String, Attempt> attempts) {
        attempts.put(
                "load_weights_shape_mismatch",
                _ -> {
                    softmax().weights().set(List.of(new float[5]));
                    return "";
                });
        attempts.put(
                "save_bad_extension",
                _ -> {
                    softmax().save("m.model");
                    return "";
                });
        attempts.put("load_missing_file", _ -> Model.load("/nonexistent/x.keras"));
    }
}
