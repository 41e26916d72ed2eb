package dev.kiln.magics.training;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.data.Pipeline;
import dev.kiln.events.History;
import dev.kiln.magics.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What a `.keras` file keeps beside what Keras reads: how the data was prepared, the names of the classes, the history.
final class ModelFacts {
    private static final String PIPELINE = "pipeline";

    private ModelFacts() {}

    static Map<String, Object> of(Session session) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("version", 1);
        facts.put("name", session.modelName());
        session.data()
                .ifPresent(
                        data -> {
                            facts.put("data", session.dataLine());
                            facts.put(PIPELINE, data.pipeline().settings());
                        });
        session.current()
                .ifPresent(
                        run -> {
                            facts.put("epoch_numbers", run.history().epochs());
                            facts.put("history", kept(run.history()));
                            facts.put("settings", run.settings());
                        });
        return facts;
    }

    static String name(Map<String, Object> facts, String otherwise) {
        return facts.get("name") instanceof String name && !name.isEmpty() ? name : otherwise;
    }

    static String dataLine(Map<String, Object> facts) {
        return facts.get("data") instanceof String line ? line : "";
    }

    static Optional<DataSets> data(Map<String, Object> facts) {
        return facts.get(PIPELINE) instanceof Map<?, ?> settings
                ? Optional.of(
                        sensible(
                                "the preparation of the data",
                                () -> DataSets.withoutRows(Pipeline.of(settings), dataLine(facts))))
                : Optional.empty();
    }

    /// What a stranger wrote may say anything at any place.
    ///
    /// @throws UserError E192 where it makes no sense
    private static <T> T sensible(String what, Supplier<T> read) {
        try {
            return read.get();
        } catch (UserError e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new UserError(
                    "E192",
                    "what the file's kiln.json says of " + what + " makes no sense.",
                    "Save the model again, or load it in Java, without it: var model = Model.load(\"...\")",
                    e);
        }
    }

    static Optional<History> history(Map<String, Object> facts) {
        if (!(facts.get("history") instanceof Map<?, ?> scores)
                || !(facts.get("epoch_numbers") instanceof List<?> epochs)) {
            return Optional.empty();
        }
        Map<String, double[]> read = new LinkedHashMap<>();
        scores.forEach(
                (name, values) ->
                        read.put(
                                String.valueOf(name),
                                Arrays.copyOf(numbers(values), epochs.size())));
        return Optional.of(
                sensible(
                        "the history",
                        () ->
                                History.of(
                                        Arrays.stream(numbers(epochs))
                                                .mapToObj(epoch -> (int) epoch)
                                                .toList(),
                                        read)));
    }

    /// JSON has no word for a number that was not taken.
    private static Map<String, List<@Nullable Double>> kept(History history) {
        Map<String, List<@Nullable Double>> kept = new LinkedHashMap<>();
        for (String name : history.names()) {
            var values = new ArrayList<@Nullable Double>();
            for (double value : history.byEpoch(name)) {
                values.add(Double.isFinite(value) ? value : null);
            }
            kept.put(name, values);
        }
        return kept;
    }

    private static double[] numbers(Object values) {
        return values instanceof List<?> list
                ? list.stream()
                        .mapToDouble(
                                value ->
                                        value instanceof Number number
                                                ? number.doubleValue()
                                                : Double.NaN)
                        .toArray()
                : new double[0];
    }
}
