package dev.kiln.magics.training;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.EarlyStopping;
import dev.kiln.events.TrainingEvent;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Times;
import dev.kiln.magics.session.Run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the card of a finished fit says: how it ended, whose weights the model has, what to type next.
final class FitEnd {
    private static final Pattern RATE = Pattern.compile("learning_rate=([0-9][0-9.e+-]*)");
    private static final double USUAL_RATE = 0.001;
    private static final double USUAL_RATE_OF_SGD = 0.01;

    private final Run run;
    private final int epochs;
    private final Optional<EarlyStopping> restoring;

    /// @param epochs number of the last epoch that was asked for
    FitEnd(Run run, int epochs, List<Callback> callbacks) {
        this.run = run;
        this.epochs = epochs;
        this.restoring =
                callbacks.stream()
                        .filter(EarlyStopping.class::isInstance)
                        .map(EarlyStopping.class::cast)
                        .filter(EarlyStopping::restoreBestWeights)
                        .findFirst();
    }

    /// @param epochsDone how many epochs
    String headline(TrainingEvent.Stopped end, int epochsDone, Duration elapsed) {
        String where =
                "epoch "
                        + Numbers.count(end.epoch() + 1)
                        + " of "
                        + Numbers.count(epochs)
                        + ", step "
                        + Numbers.count(end.step());
        String done =
                Numbers.count(epochsDone)
                        + (epochsDone == 1 ? " epoch" : " epochs")
                        + " in "
                        + Times.clock(elapsed)
                        + ".";
        return switch (end.reason()) {
            case ALL_EPOCHS_DONE -> "finished: " + done + best();
            case CALLBACK ->
                    "stopped by a callback"
                            + (end.message().isEmpty() ? "" : ", " + end.message())
                            + ": "
                            + done
                            + best();
            case TIME_IS_UP -> "stopped when its time was up: " + done + best();
            case INTERRUPTED ->
                    "stopped by you at " + where + ". Weights and history kept." + best();
            case LOSS_NOT_FINITE ->
                    "stopped, E222: "
                            + end.message()
                            + (end.epoch() == 0
                                    ? "; the weights from before the fit are back."
                                    : "; the weights of epoch "
                                            + Numbers.count(end.epoch())
                                            + " are back.");
        };
    }

    private String best() {
        return run.best()
                .map(
                        place -> {
                            double value = run.history().byEpoch(run.monitor())[place];
                            return " Best "
                                    + run.monitor()
                                    + " "
                                    + Numbers.score(value)
                                    + " at epoch "
                                    + Numbers.count(run.history().epochs().get(place) + 1)
                                    + beside(place)
                                    + ".";
                        })
                .orElse("");
    }

    /// The first metric in that epoch, judged on the same rows.
    private String beside(int place) {
        boolean isValidation = run.monitor().startsWith("val_");
        return run.history().names().stream()
                .filter(name -> name.startsWith("val_") == isValidation)
                .filter(name -> !name.equals(run.monitor()))
                .findFirst()
                .map(name -> " (" + name + " " + Numbers.score(run.atBest(name)) + ")")
                .orElse("");
    }

    private boolean bestIsEarlier() {
        return run.best().isPresent() && run.best().get() < run.history().epochs().size() - 1;
    }

    /// Whose weights the model has, where they are not the last epoch's or need not be.
    private String whichWeights() {
        if (restoring.isPresent()) {
            return "The weights with the best " + restoring.get().monitor() + " are back.     ";
        }
        if (!bestIsEarlier()) {
            return "";
        }
        int best = run.history().epochs().get(run.best().orElse(0)) + 1;
        return "Epoch "
                + best
                + " was best. For its weights: %runs restore "
                + run.number()
                + " best     ";
    }

    /// What to type next.
    List<String> advice(TrainingEvent.Stopped end) {
        return switch (end.reason()) {
            case ALL_EPOCHS_DONE, CALLBACK, TIME_IS_UP ->
                    List.of(whichWeights() + "Next: %evaluate");
            case INTERRUPTED -> List.of("Go on: %fit more=" + Math.max(epochs - end.epoch(), 1));
            case LOSS_NOT_FINITE ->
                    List.of(
                            "Usual cause: too high a learning rate. Type: "
                                    + FindRate.line(run.settings(), smallerRate())
                                    + "   or look for one with %lr_find");
        };
    }

    /// A tenth, or the usual rate where the one that was typed is far above it.
    private double smallerRate() {
        String optimizer = run.settings().getOrDefault("optimizer", "");
        double usual = optimizer.startsWith("sgd") ? USUAL_RATE_OF_SGD : USUAL_RATE;
        var typed = RATE.matcher(optimizer);
        return typed.find() ? Math.min(Double.parseDouble(typed.group(1)) / 10, usual) : usual / 10;
    }
}
