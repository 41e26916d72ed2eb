package dev.kiln.magics.session;

import dev.kiln.events.History;
import dev.kiln.saving.Json;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What outlives the kernel of a fit: everything but weights.
///
/// @param began      when the fit did
/// @param folder     of the notebook
/// @param number     of the run in its session
/// @param name       of the run
/// @param modelName  of what was trained
/// @param parameters of the model
/// @param settings   as [Run#settings]
/// @param history    the epochs done
/// @param paces      one for each epoch of the history
/// @param planned    number of the last epoch that was asked for
/// @param end        why it ended, in a word or two; `running` where the kernel died before
/// @param headline   what came of it, as its card says; empty where it never ended
public record RunRecord(
        Instant began,
        String folder,
        int number,
        String name,
        String modelName,
        long parameters,
        Map<String, String> settings,
        History history,
        List<Run.Pace> paces,
        int planned,
        String end,
        String headline) {
    public RunRecord {
        settings = new LinkedHashMap<>(settings);
        paces = List.copyOf(paces);
    }

    static RunRecord of(Run run, Instant began, String folder, int planned, String headline) {
        return new RunRecord(
                began,
                folder,
                run.number(),
                run.name(),
                run.modelName(),
                run.parameters(),
                run.settings(),
                run.history(),
                run.paces(),
                planned,
                run.end(),
                headline);
    }

    /// Training and validation together.
    public Duration took() {
        return paces.stream().map(Run.Pace::took).reduce(Duration.ZERO, Duration::plus);
    }

    /// The score that epochs are compared by: `val_loss` where there is one, else `loss`.
    public String monitor() {
        return history.names().contains("val_loss") ? "val_loss" : "loss";
    }

    /// As JSON.
    String text() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("began", began.toString());
        fields.put("folder", folder);
        fields.put("number", number);
        fields.put("name", name);
        fields.put("model", modelName);
        fields.put("parameters", parameters);
        fields.put("settings", settings);
        fields.put("epochs", history.epochs());
        var scores = new LinkedHashMap<String, Object>();
        for (String score : history.names()) {
            var texts = new ArrayList<String>();
            for (double value : history.byEpoch(score)) {
                // JSON has no word for what is not a number.
                texts.add(Double.toString(value));
            }
            scores.put(score, texts);
        }
        fields.put("scores", scores);
        fields.put("rates", paces.stream().map(pace -> "" + pace.learningRate()).toList());
        fields.put("nanos", paces.stream().map(pace -> "" + pace.took().toNanos()).toList());
        fields.put("steps", paces.stream().map(Run.Pace::steps).toList());
        fields.put("planned", planned);
        fields.put("end", end);
        fields.put("headline", headline);
        return Json.write(fields);
    }

    /// What [#text()] wrote.
    ///
    /// @throws RuntimeException where it did not
    static RunRecord read(String text) {
        Map<?, ?> fields = Json.read(text, "the record of a run");
        var settings = new LinkedHashMap<String, String>();
        ((Map<?, ?>) field(fields, "settings"))
                .forEach((key, value) -> settings.put("" + key, "" + value));
        var epochs = numbers(fields, "epochs").stream().map(Double::intValue).toList();
        var scores = new LinkedHashMap<String, double[]>();
        Map<?, ?> written = (Map<?, ?>) field(fields, "scores");
        for (Object score : written.keySet()) {
            double[] values =
                    numbers(written, "" + score).stream().mapToDouble(value -> value).toArray();
            if (values.length != epochs.size()) {
                throw new IllegalArgumentException(values.length + " values of " + score);
            }
            scores.put("" + score, values);
        }
        var rates = numbers(fields, "rates");
        var nanos = numbers(fields, "nanos");
        var steps = numbers(fields, "steps");
        var paces = new ArrayList<Run.Pace>();
        for (int i = 0; i < rates.size(); i++) {
            paces.add(
                    new Run.Pace(
                            rates.get(i),
                            Duration.ofNanos(nanos.get(i).longValue()),
                            steps.get(i).intValue()));
        }
        return new RunRecord(
                Instant.parse("" + field(fields, "began")),
                "" + field(fields, "folder"),
                whole(fields, "number"),
                "" + field(fields, "name"),
                "" + field(fields, "model"),
                Long.parseLong(String.format("%.0f", number(field(fields, "parameters")))),
                settings,
                History.of(epochs, scores),
                paces,
                whole(fields, "planned"),
                "" + field(fields, "end"),
                "" + field(fields, "headline"));
    }

    private static Object field(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }

    private static int whole(Map<?, ?> fields, String name) {
        return (int) number(field(fields, name));
    }

    private static List<Double> numbers(Map<?, ?> fields, String name) {
        return ((List<?>) field(fields, name)).stream().map(RunRecord::number).toList();
    }

    private static double number(Object value) {
        return value instanceof Number number
                ? number.doubleValue()
                : Double.parseDouble("" + value);
    }
}
