package dev.kiln.magics.session;

import dev.kiln.events.History;
import dev.kiln.events.TrainingEvent.Reason;
import dev.kiln.magics.output.Output;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// One fit of the session.
public final class Run {
    private final int number;
    private final Model model;
    private final String modelName;
    private final Map<String, String> settings;
    private final History history;
    private final List<Pace> paces = new ArrayList<>();
    private String name;
    private Duration took = Duration.ZERO;
    private @Nullable Reason reason;
    private String message = "";
    private @Nullable List<float[]> last;
    private @Nullable List<float[]> best;
    private boolean isBestLast;
    private @Nullable Supplier<Output> card;

    /// How an epoch went by.
    ///
    /// @param learningRate at its end
    /// @param took         training and validation
    /// @param steps        of training
    public record Pace(double learningRate, Duration took, int steps) {}

    /// @param number   counted from 1
    /// @param name     as the user gave it, else the model's
    /// @param settings what was chosen, by name: data, layers, optimizer, loss, options of the fit
    public Run(
            int number,
            String name,
            Model model,
            String modelName,
            Map<String, String> settings,
            History history) {
        this.number = number;
        this.name = name;
        this.model = model;
        this.modelName = modelName;
        this.settings = new LinkedHashMap<>(settings);
        this.history = history;
    }

    public int number() {
        return number;
    }

    public synchronized String name() {
        return name;
    }

    public synchronized void rename(String name) {
        this.name = name;
    }

    /// What was trained.
    public Model model() {
        return model;
    }

    public String modelName() {
        return modelName;
    }

    /// How many numbers the model has; 0 where it never learned its input.
    public long parameters() {
        return model.isBuilt() ? model.weights().size() : 0;
    }

    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    public History history() {
        return history;
    }

    /// Training and validation, so far.
    public synchronized Duration took() {
        return took;
    }

    /// Why it ended; empty while it runs.
    public synchronized Optional<Reason> stopReason() {
        return Optional.ofNullable(reason);
    }

    /// More on why it ended.
    public synchronized String message() {
        return message;
    }

    /// Why it ended, in a word or two.
    public synchronized String end() {
        return switch (reason) {
            case null -> "running";
            case ALL_EPOCHS_DONE -> "done";
            case CALLBACK -> "stopped early";
            case INTERRUPTED -> "stopped";
            case LOSS_NOT_FINITE -> "loss not finite";
            case TIME_IS_UP -> "time is up";
        };
    }

    public synchronized void progressed(Duration took) {
        this.took = took;
    }

    public synchronized void paced(Pace pace) {
        paces.add(pace);
    }

    /// One for each epoch of the history.
    public synchronized List<Pace> paces() {
        return List.copyOf(paces);
    }

    public synchronized void ended(Reason reason, String message, Duration took) {
        this.reason = reason;
        this.message = message;
        this.took = took;
    }

    /// The card of the finished fit, drawn again; empty where it never came to an end.
    public synchronized Optional<Output> card() {
        return Optional.ofNullable(card).map(Supplier::get);
    }

    /// @param drawn draws it anew
    public synchronized void shownBy(Supplier<Output> drawn) {
        this.card = drawn;
    }

    // ---- weights

    /// Keeps the weights of the best epoch so far.
    public synchronized void keepBest(List<float[]> weights) {
        best = weights;
    }

    /// Keeps the weights that the fit ended with.
    public synchronized void keepLast(List<float[]> weights) {
        last = weights;
        isBestLast = best != null && sameNumbers(best, weights);
        if (isBestLast) {
            best = weights;
        }
    }

    private static boolean sameNumbers(List<float[]> some, List<float[]> others) {
        boolean same = some.size() == others.size();
        for (int i = 0; same && i < some.size(); i++) {
            same = Arrays.equals(some.get(i), others.get(i));
        }
        return same;
    }

    synchronized void dropWeights() {
        last = null;
        best = null;
    }

    /// The weights that the fit ended with; empty where they were dropped.
    public synchronized Optional<List<float[]>> lastWeights() {
        return Optional.ofNullable(last);
    }

    /// Those of its best epoch; empty where they were dropped, or no epoch was done.
    public synchronized Optional<List<float[]>> bestWeights() {
        return Optional.ofNullable(best);
    }

    synchronized long bytes() {
        return bytes(last) + (isBestLast ? 0 : bytes(best));
    }

    private static long bytes(@Nullable List<float[]> weights) {
        long count = 0;
        for (float[] weight : weights == null ? List.<float[]>of() : weights) {
            count += weight.length;
        }
        return count * Float.BYTES;
    }

    // ---- scores

    /// The score that epochs are compared by: `val_loss` where there is one, else `loss`.
    public String monitor() {
        return history.names().contains("val_loss") ? "val_loss" : "loss";
    }

    /// Place of the best epoch in the history; empty where none is done.
    public Optional<Integer> best() {
        if (!history.names().contains(monitor())) {
            return Optional.empty();
        }
        double[] values = history.byEpoch(monitor());
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && (best < 0 || values[i] < values[best])) {
                best = i;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(best);
    }

    /// A score in the best epoch; not-a-number where it was not taken.
    public double atBest(String score) {
        if (best().isEmpty() || !history.names().contains(score)) {
            return Double.NaN;
        }
        return history.byEpoch(score)[best().get()];
    }

    // ---- settings

    /// The settings in which two runs differ: `dropout 0.2 -> 0.5, with early_stopping`. A dash where they are equal.
    ///
    /// @param earlier the run to compare with
    public String changesSince(Run earlier) {
        var changes = new ArrayList<String>();
        settings.forEach(
                (key, value) -> {
                    String before = earlier.settings.get(key);
                    if (before == null) {
                        changes.add("with " + (key + " " + value).strip());
                    } else if (!before.equals(value)) {
                        changes.add(key + " " + difference(before, value));
                    }
                });
        earlier.settings.keySet().stream()
                .filter(key -> !settings.containsKey(key))
                .forEach(key -> changes.add("without " + key));
        return changes.isEmpty() ? "-" : String.join(", ", changes);
    }

    /// Only the words that differ, where there are as many before as after.
    private static String difference(String before, String after) {
        String[] old = before.split(" ");
        String[] fresh = after.split(" ");
        if (old.length != fresh.length) {
            return before + " -> " + after;
        }
        var left = new ArrayList<String>();
        var right = new ArrayList<String>();
        for (int i = 0; i < old.length; i++) {
            if (!old[i].equals(fresh[i])) {
                left.add(old[i]);
                right.add(fresh[i]);
            }
        }
        return String.join(" ", left) + " -> " + String.join(" ", right);
    }

    @Override
    public String toString() {
        return "run " + number + " \"" + name() + "\"";
    }
}
