package dev.kiln.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import dev.kiln.catalog.UserError;
import dev.kiln.golden.Comparison;
import dev.kiln.golden.Golden;
import dev.kiln.golden.GoldenArguments;
import dev.kiln.golden.PythonFunction;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Every recorded callback acts in a real fit; only the scores it sees are the record's.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CallbacksGoldenTest {
    private static final double TOLERANCE = 1e-6;

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> every_recorded_callback_does_what_it_does_in_keras() {
        return Golden.tests("callbacks", this::check);
    }

    @TestFactory
    Stream<DynamicTest> what_keras_refuses_is_refused() {
        return Golden.tests(
                "callbacks", "skipped", (record, expected, compare) -> refusedMonitor(record));
    }

    private void check(JsonObject record, JsonObject expected, Comparison compare) {
        if (expected.has("error")) {
            assertThatThrownBy(() -> run(record, expected, compare)).isInstanceOf(UserError.class);
        } else {
            run(record, expected, compare);
        }
    }

    private void run(JsonObject record, JsonObject expected, Comparison compare) {
        switch (record.get("callback").getAsString()) {
            case "EarlyStopping" -> earlyStopping(record, expected, compare);
            case "ReduceLROnPlateau" -> reduceRate(record, expected, compare);
            case "LearningRateScheduler" -> schedule(record, expected, compare);
            case "TerminateOnNaN" -> terminate(record, expected);
            case "CSVLogger" -> log(record, expected);
            case "ModelCheckpoint" -> checkpoint(record, expected, compare);
            case "(order of events)" ->
                    assertThat(EventOrder.of(record.getAsJsonObject("input")))
                            .isEqualTo(GoldenArguments.plain(expected));
            case "LambdaCallback" ->
                    RunningMeans.check(record.getAsJsonObject("input"), expected, compare);
            default -> throw new AssertionError("no such callback: " + record.get("callback"));
        }
    }

    // ---- one callback each

    private void earlyStopping(JsonObject record, JsonObject expected, Comparison compare) {
        var settings = (EarlyStopping) callback(record, Map.of());
        JsonObject input = record.getAsJsonObject("input");
        boolean isMissing = input.get("missing_monitor").getAsBoolean();
        var logs = new ArrayList<Map<String, Double>>();
        for (double value : numbers(input.getAsJsonArray("values"))) {
            logs.add(
                    isMissing
                            ? Map.of("loss", value)
                            : Map.of(settings.monitor(), value, "loss", 2 * value));
        }
        var fit = new WatchedFit(0.01);
        var watcher = settings.watcher();
        var seen = new ArrayList<Map<String, @Nullable Object>>();
        var marker =
                new Callback() {
                    @Override
                    public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
                        fit.setWeight(epoch);
                    }
                };
        var history =
                fit.run(
                        logs.size(),
                        1,
                        marker,
                        new RecordedScores(logs),
                        watcher,
                        atEpochEnd(
                                (epoch, told, trainee) -> {
                                    var row = new LinkedHashMap<String, @Nullable Object>();
                                    row.put("epoch", epoch);
                                    row.put("logs", new LinkedHashMap<>(told));
                                    row.put("wait", watcher.waited());
                                    row.put("best", watcher.best());
                                    row.put("best_epoch", watcher.bestEpoch());
                                    seen.add(row);
                                }));
        for (int epoch = 0; epoch < seen.size(); epoch++) {
            seen.get(epoch).put("stop_training", epoch + 1 == seen.size() && fit.wasStopped());
        }
        same("epochs", seen, expected.get("epochs"), compare);
        same("epochs_run", history.epochs().size(), expected.get("epochs_run"), compare);
        same("stopped_epoch", watcher.stoppedEpoch(), expected.get("stopped_epoch"), compare);
        same("weights_from_epoch", fit.weight(), expected.get("weights_from_epoch"), compare);
    }

    private void reduceRate(JsonObject record, JsonObject expected, Comparison compare) {
        var settings = (ReduceLROnPlateau) callback(record, Map.of());
        JsonObject input = record.getAsJsonObject("input");
        var values = numbers(input.getAsJsonArray("values"));
        var logs = values.stream().map(value -> Map.of(settings.monitor(), value)).toList();
        var watcher = settings.watcher();
        var seen = new ArrayList<Map<String, @Nullable Object>>();
        new WatchedFit(input.get("initial_lr").getAsDouble())
                .run(
                        logs.size(),
                        1,
                        new RecordedScores(logs),
                        watcher,
                        atEpochEnd(
                                (epoch, told, trainee) -> {
                                    var row = new LinkedHashMap<String, @Nullable Object>();
                                    row.put("epoch", epoch);
                                    row.put("value", values.get(epoch));
                                    row.put("lr_after", trainee.learningRate());
                                    row.put("wait", watcher.waited());
                                    row.put("cooldown_counter", watcher.cooldownLeft());
                                    row.put("best", watcher.best());
                                    row.put("logs_after", new LinkedHashMap<>(told));
                                    seen.add(row);
                                }));
        same("epochs", seen, expected.get("epochs"), compare);
    }

    private void schedule(JsonObject record, JsonObject expected, Comparison compare) {
        JsonObject args = record.getAsJsonObject("args");
        var function = new PythonFunction(args.get("schedule").getAsString());
        var settings =
                new LearningRateScheduler((epoch, rate) -> function.of((long) epoch, rate))
                        .withVerbose(args.has("verbose") ? args.get("verbose").getAsInt() : 0);
        int epochs = expected.has("epochs") ? expected.getAsJsonArray("epochs").size() : 1;
        var seen = new ArrayList<Map<String, @Nullable Object>>();
        var during = new ArrayList<Double>();
        var observer =
                new Callback() {
                    @Override
                    public void onEpochBegin(int epoch, Trainee trainee) {
                        during.add(trainee.learningRate());
                    }

                    @Override
                    public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
                        var row = new LinkedHashMap<String, @Nullable Object>();
                        row.put("epoch", epoch);
                        row.put("lr_during_epoch", during.get(epoch));
                        row.put("logs_after_epoch", new LinkedHashMap<>(logs));
                        seen.add(row);
                    }
                };
        var logs = IntStream.range(0, epochs).mapToObj(_ -> Map.of("loss", 1.0)).toList();
        new WatchedFit(record.getAsJsonObject("input").get("initial_lr").getAsDouble())
                .run(epochs, 1, new RecordedScores(logs), settings, observer);
        same("epochs", seen, expected.get("epochs"), compare);
    }

    private void terminate(JsonObject record, JsonObject expected) {
        var settings = callback(record, Map.of());
        var losses = numbers(record.getAsJsonObject("input").getAsJsonArray("batch_losses"));
        var told = new ArrayList<Integer>();
        var feeder =
                new Callback() {
                    @Override
                    public void onTrainBatchEnd(
                            int batch, Map<String, Double> logs, Trainee trainee) {
                        told.add(batch);
                        logs.put("loss", losses.get(batch));
                    }
                };
        var fit = new WatchedFit(0.01);
        fit.run(1, losses.size(), feeder, settings);
        boolean wasStopped = fit.wasStopped();
        var stopped =
                IntStream.range(0, losses.size())
                        .mapToObj(batch -> wasStopped && batch >= told.size() - 1)
                        .toList();
        assertThat(stopped)
                .isEqualTo(
                        expected.getAsJsonArray("stop_training_after_batch").asList().stream()
                                .map(JsonElement::getAsBoolean)
                                .toList());
    }

    private void log(JsonObject record, JsonObject expected) {
        Path file = folder.resolve("log-" + System.identityHashCode(record) + ".csv");
        var settings = (CSVLogger) callback(record, Map.of("filename", file.toString()));
        JsonObject input = record.getAsJsonObject("input");
        JsonArray epochs = input.getAsJsonArray("logs_per_epoch");
        int runs = input.has("runs") ? input.get("runs").getAsInt() : 1;
        for (int run = 0; run < runs; run++) {
            var watcher = settings.watcher();
            var feeder =
                    new Callback() {
                        @Override
                        public void onTrainBegin(Trainee trainee) {
                            watcher.onTrainBegin(trainee);
                        }

                        @Override
                        public void onEpochEnd(
                                int epoch, Map<String, Double> logs, Trainee trainee) {
                            watcher.write(epoch, pythonNumbers(epochs.get(epoch)));
                        }
                    };
            new WatchedFit(0.01).run(epochs.size(), 1, feeder);
        }
        try {
            assertThat(Files.readString(file)).isEqualTo(expected.get("file_text").getAsString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkpoint(JsonObject record, JsonObject expected, Comparison compare) {
        Path files = folder.resolve("checkpoints-" + System.identityHashCode(record));
        JsonObject args = record.getAsJsonObject("args");
        String path = files.resolve(args.get("filepath").getAsString()).toString();
        var settings = (ModelCheckpoint) callback(record, Map.of("filepath", path));
        JsonObject input = record.getAsJsonObject("input");
        var logs =
                input.getAsJsonArray("logs_per_epoch").asList().stream()
                        .map(CallbacksGoldenTest::scores)
                        .toList();
        int batches =
                input.has("batches_per_epoch") ? input.get("batches_per_epoch").getAsInt() : 0;
        var watcher = new NotedFiles(settings.watcher());
        var seen = new ArrayList<Map<String, @Nullable Object>>();
        new WatchedFit(0.01)
                .run(
                        logs.size(),
                        Math.max(batches, 1),
                        new RecordedScores(logs),
                        watcher,
                        atEpochEnd(
                                (epoch, told, trainee) -> {
                                    var row = new LinkedHashMap<String, @Nullable Object>();
                                    row.put("epoch", epoch);
                                    row.put("logs", new LinkedHashMap<>(told));
                                    row.put("files_written_at_epoch_end", watcher.atEpochEnd());
                                    row.put(
                                            "files_written_at_batches",
                                            batches == 0 ? List.of() : watcher.atBatches());
                                    row.put("best", watcher.of().best());
                                    seen.add(row);
                                }));
        same("epochs", seen, expected.get("epochs"), compare);
        same("files_at_end", filesIn(files), expected.get("files_at_end"), compare);
    }

    private static void refusedMonitor(JsonObject record) {
        String id = record.get("id").getAsString();
        assertThat(id)
                .as("the only kind of refusal recorded")
                .startsWith("EarlyStopping/auto_unknown_");
        String monitor = id.substring("EarlyStopping/auto_unknown_".length());
        var logs = List.of(Map.of(monitor, 1.0), Map.of(monitor, 0.5));
        assertThatThrownBy(
                        () ->
                                new WatchedFit(0.01)
                                        .run(
                                                2,
                                                1,
                                                new RecordedScores(logs),
                                                new EarlyStopping(monitor)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E152: early_stopping does not know whether more or less of "
                                + monitor
                                + " is better.\n  Type: early_stopping(monitor="
                                + monitor
                                + ", mode=max)   or mode=min");
    }

    // ---- the record's side

    private static Callback callback(JsonObject record, Map<String, Object> instead) {
        var arguments = GoldenArguments.of(record.getAsJsonObject("args"));
        arguments.putAll(instead);
        return Callbacks.CATALOG.get(record.get("callback").getAsString(), arguments);
    }

    private static List<Double> numbers(JsonArray array) {
        return array.asList().stream().map(CallbacksGoldenTest::number).toList();
    }

    private static double number(JsonElement json) {
        return Double.parseDouble(json.getAsString());
    }

    private static Map<String, Double> scores(JsonElement json) {
        var scores = new TreeMap<String, Double>();
        json.getAsJsonObject()
                .entrySet()
                .forEach(entry -> scores.put(entry.getKey(), number(entry.getValue())));
        return scores;
    }

    /// Whole numbers stay whole.
    private static Map<String, Number> pythonNumbers(JsonElement json) {
        var numbers = new LinkedHashMap<String, Number>();
        json.getAsJsonObject()
                .entrySet()
                .forEach(
                        entry -> {
                            String text = entry.getValue().getAsString();
                            numbers.put(
                                    entry.getKey(),
                                    text.matches("-?\\d+")
                                            ? (Number) Long.valueOf(text)
                                            : Double.valueOf(text));
                        });
        return numbers;
    }

    private static List<String> filesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (java.nio.file.NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- comparing

    private interface AtEpochEnd {
        void at(int epoch, Map<String, Double> logs, Trainee trainee);
    }

    private static Callback atEpochEnd(AtEpochEnd then) {
        return new Callback() {
            @Override
            public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
                then.at(epoch, logs, trainee);
            }
        };
    }

    /// Every key that the record has; numbers by the rule, all else exactly.
    private static void same(
            String what, @Nullable Object got, @Nullable JsonElement want, Comparison compare) {
        switch (want) {
            case null -> throw new AssertionError(what + " is not in the record");
            case JsonNull _ -> assertThat(got).as(what).isNull();
            case JsonObject object -> {
                assertThat(got).as(what).isInstanceOf(Map.class);
                var map = (Map<?, ?>) got;
                assertThat(map.keySet().stream().map(String::valueOf))
                        .as(what)
                        .containsExactlyInAnyOrderElementsOf(object.keySet());
                object.entrySet()
                        .forEach(
                                entry ->
                                        same(
                                                what + " " + entry.getKey(),
                                                map.get(entry.getKey()),
                                                entry.getValue(),
                                                compare));
            }
            case JsonArray array -> {
                assertThat(got).as(what).isInstanceOf(List.class);
                var list = (List<?>) got;
                assertThat(list).as(what).hasSize(array.size());
                for (int i = 0; i < list.size(); i++) {
                    same(what + " " + i, list.get(i), array.get(i), compare);
                }
            }
            default -> {
                if (got instanceof Number number) {
                    compare.close(
                            what,
                            new double[] {number.doubleValue()},
                            new double[] {number(want)},
                            TOLERANCE);
                } else {
                    assertThat(String.valueOf(got)).as(what).isEqualTo(want.getAsString());
                }
            }
        }
    }
}
