package dev.kiln.magics.training;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Callbacks;
import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.checks.Finding;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.events.History;
import dev.kiln.events.TrainingEvent;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Messages;
import dev.kiln.magics.schema.Also;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Checks;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.Table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// `%fit`: trains the model and shows how it learns.
@Doc(value = "trains the model and shows how it learns", example = "%fit epochs=20")
public record Fit(
        @Words List<Object> words,
        @Doc(value = "epochs to train, from 1", example = "20") int epochs,
        @Also("batch") @Doc(value = "rows a step, from 1", example = "32") int batchSize,
        @Doc(
                        value =
                                "share of the training rows, from the end, judged on instead, 0 to below 1",
                        example = "0.2")
                double validationSplit,
        @Also("val")
                @Doc(
                        value = "rows that are judged on after each epoch; a share; none for none",
                        example = "$valTable")
                @Nullable Object validationData,
        @Doc(value = "callbacks", example = "[early_stopping(patience=3)]")
                @Nullable Object callbacks,
        @Doc(value = "how much each class counts: a map, or balanced", example = "balanced")
                @Nullable Object classWeight,
        @Doc(value = "how much each training row counts", example = "$weights")
                @Nullable Object sampleWeight,
        @Doc(value = "whether rows come in another order each epoch", example = "false")
                boolean shuffle,
        @Doc(value = "epochs counted as done already, 0 or more", example = "10") int initialEpoch,
        @Doc(value = "steps that make an epoch, from 1; none for all rows once", example = "100")
                @Nullable Integer stepsPerEpoch,
        @Doc(value = "steps that judge, from 1; none for all rows once", example = "10")
                @Nullable Integer validationSteps,
        @Doc(value = "rows a step of judging, from 1; none for batch_size", example = "256")
                @Nullable Integer validationBatchSize,
        @Doc(
                        value = "epochs from one judging to the next, from 1, or a list of epochs",
                        example = "2")
                Object validationFreq,
        @Doc(value = "more epochs than were done already", example = "10") @Nullable Integer more,
        @Doc(value = "whether training begins with new weights", example = "fresh") boolean fresh,
        @Doc(value = "longest time the fit may take", example = "2m") @Nullable Duration time,
        @Doc(value = "start of all random numbers", example = "7") long seed,
        @Doc(value = "name of the run", example = "\"dropout 0.5\"") @Nullable String name,
        @Doc(
                        value =
                                "whether a loss that is not finite ends the fit and brings the last epoch back",
                        example = "false")
                boolean terminateOnNan,
        @Doc(value = "whether model, loss and data are looked at first", example = "warn")
                Checks check,
        @Doc(value = "accepted for Keras' sake", example = "1") @Nullable Object verbose,
        @Doc(value = "whether nothing is shown", example = "quiet") boolean quiet)
        implements Magic {
    private static final Object FROM_DATA = "data";

    public Fit() {
        this(
                List.of(), 10, 32, 0, FROM_DATA, null, null, null, true, 0, null, null, null, 1L,
                null, false, null, 42, null, true, Checks.ON, null, false);
    }

    @Override
    public boolean changesSession() {
        return true;
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        return run(session, notebook, List.of());
    }

    /// @param more callbacks besides those of the line
    @Nullable Object run(Session session, Notebook notebook, List<Callback> more) {
        requireEpochs();
        var stop = new AtomicBoolean();
        // Before anything is shown: whoever sees the fit begin may end it.
        try (var handle = notebook.onInterrupt(() -> stop.set(true))) {
            return run(session, notebook, more, stop);
        }
    }

    private History run(
            Session session, Notebook notebook, List<Callback> more, AtomicBoolean stop) {
        Model model = session.needModel();
        DataSets data = session.needData();
        if (!model.training().isCompiled()) {
            throw new UserError(
                    "E112",
                    "the model is not compiled.",
                    "For this model and data, type: "
                            + (model.isBuilt()
                                    ? Proposed.line(session, model)
                                    : "%compile adam sparse_categorical_crossentropy accuracy"));
        }
        Rows rows = rows(data);
        var watchers = watchers();
        watchers.addAll(more);
        if (check != Checks.OFF && model.isBuilt()) {
            var suitability = Setting.suitability(session);
            var findings =
                    new ArrayList<Finding>(
                            suitability.ofInputs(model, rows.train(), data.features()));
            findings.addAll(suitability.ofData(model, rows.train()));
            Setting.stopAtErrors(check, findings);
            if (rows.validation() != null) {
                findings.addAll(suitability.ofSplit(model, rows.train(), rows.validation()));
            }
            findings.removeIf(found -> found.code().equals("W218") && classWeight != null);
            findings.forEach(finding -> notebook.show(Messages.finding(finding)));
        }
        if (!fresh) {
            return train(session, notebook, model, data, rows, watchers, stop);
        }
        var before = session.moment();
        model.weights().initialize(seed);
        model.training().compile(model.training().compiled());
        try {
            return train(session, notebook, model, data, rows, watchers, stop);
        } catch (UserError e) {
            // What was refused before its first step has not cost the weights.
            if (model.training().steps() == 0) {
                session.restore(before);
            }
            throw e;
        }
    }

    /// The library takes 0 epochs as Keras does; a line that trains nothing is a mistake.
    private void requireEpochs() {
        String option = more != null ? "more" : "epochs";
        int wanted = more != null ? more : epochs;
        if (wanted < 1) {
            throw new UserError(
                    "E103",
                    option + " takes a whole number from 1, not " + wanted + ".",
                    "Type: %fit " + option + "=20");
        }
    }

    private History train(
            Session session,
            Notebook notebook,
            Model model,
            DataSets data,
            Rows rows,
            List<Callback> watchers,
            AtomicBoolean stop) {
        Run run =
                session.begin(
                        name != null ? name : session.modelName(),
                        RunSettings.of(session, model, this));
        int last = initialEpoch + (more != null ? more : epochs);
        var keeper = new RecordKeeper(session, notebook, run, last);
        var view = new FitView(notebook, run, last, rows.train().rows(), quiet, watchers, keeper);
        var all = new ArrayList<Callback>(watchers);
        all.add(new KeepBest(run, model));
        Optional<String> goesOn = continued(session, model);
        var options =
                options(data, rows, all, last)
                        .withStop(stop::get)
                        .withWatcher(
                                event -> {
                                    if (event instanceof TrainingEvent.Started) {
                                        begun(session, notebook, run, goesOn);
                                    }
                                    view.accept(event);
                                })
                        .withChecks(Checks.OFF);
        try (view) {
            model.training().fit(rows.train(), options, run.history());
        } catch (RuntimeException | Error e) {
            if (run.history().epochs().isEmpty()) {
                session.forget(run);
            }
            throw e;
        }
        run.keepLast(model.weights().values());
        session.settle(run);
        if (check != Checks.OFF) {
            Afterwards.findings(model, data, rows.train(), run.history())
                    .forEach(finding -> notebook.show(Messages.finding(finding)));
        }
        return run.history();
    }

    /// What is said of a model that was trained already.
    private Optional<String> continued(Session session, Model model) {
        long done = model.training().epochs();
        return done == 0 || session.current().isEmpty() || quiet
                ? Optional.empty()
                : Optional.of(
                        "continuing "
                                + session.current().get()
                                + " ("
                                + done
                                + " epochs done). To start over: %fit fresh epochs="
                                + epochs);
    }

    /// When nothing can refuse the fit any more, and before its first step.
    private static void begun(
            Session session, Notebook notebook, Run run, Optional<String> goesOn) {
        goesOn.ifPresent(text -> notebook.show(Messages.note(text)));
        Declared.set(notebook, "history", run.history(), "the history");
        Declared.set(notebook, "run", run, "the run");
        Declared.set(notebook, "runs", session.runs(), "the list of runs");
    }

    /// @param validation null for none
    private record Rows(Dataset train, @Nullable Dataset validation) {}

    private Rows rows(DataSets data) {
        Dataset train = data.train;
        Dataset validation = data.val.isEmpty() ? null : data.val;
        Object given = validationData;
        if (given instanceof Number share && share.doubleValue() > 0 && share.doubleValue() < 1) {
            return split(data, share.doubleValue());
        }
        if (!FROM_DATA.equals(given)) {
            validation =
                    switch (given) {
                        case null -> null;
                        case Dataset rows -> rows;
                        case Table table -> table(data, table);
                        case List<?> pair when pair.size() == 2 ->
                                Dataset.of(pair.get(0), pair.get(1));
                        default ->
                                throw new UserError(
                                        "E103",
                                        "validation_data takes a table, a list of x and y, or a share, not "
                                                + Conversion.text(given)
                                                + ".",
                                        "Type: %fit epochs="
                                                + epochs
                                                + " validation_split=0.2   or validation_data=[$x, $y]");
                    };
        } else if (validationSplit > 0) {
            return split(data, validationSplit);
        }
        return new Rows(weighted(train), validation);
    }

    private Rows split(DataSets data, double share) {
        var parts = data.trainAndVal().takeLast(share);
        return new Rows(weighted(parts.first()), parts.last());
    }

    private Dataset weighted(Dataset train) {
        return sampleWeight == null ? train : train.withSampleWeights(sampleWeight);
    }

    private static Dataset table(DataSets data, Table table) {
        return Parts.prepared(data, table);
    }

    private ArrayList<Callback> watchers() {
        var chosen = new ArrayList<Callback>();
        words.forEach(word -> chosen.add(callback(word)));
        if (callbacks != null) {
            (callbacks instanceof List<?> list ? list : List.of(callbacks))
                    .forEach(item -> chosen.add(callback(item)));
        }
        return chosen;
    }

    private static Callback callback(Object word) {
        return switch (word) {
            case Callback callback -> callback;
            case Call call -> Callbacks.CATALOG.get(call);
            case String name -> Callbacks.CATALOG.get(name);
            default ->
                    throw new UserError(
                            "E102",
                            "%fit has no option " + Conversion.text(word) + ".",
                            "Type: %fit epochs=20   %fit? shows all options");
        };
    }

    private FitOptions options(DataSets data, Rows rows, List<Callback> watchers, int last) {
        var options =
                new FitOptions(last)
                        .withBatchSize(batchSize)
                        .withCallbacks(watchers)
                        .withValidationData(rows.validation())
                        .withShuffle(shuffle)
                        .withClassWeight(classWeights(data, rows.train()))
                        .withInitialEpoch(initialEpoch)
                        .withStepsPerEpoch(stepsPerEpoch)
                        .withValidationSteps(validationSteps)
                        .withValidationBatchSize(validationBatchSize)
                        .withSeed(seed)
                        .withTimeLimit(time)
                        .withStopWhenNotFinite(terminateOnNan);
        if (validationFreq instanceof List<?> list) {
            return options.withValidationEpochs(
                    list.stream().map(item -> ((Number) item).intValue()).toList());
        }
        return options.withValidationFreq(
                (Integer)
                        Objects.requireNonNull(
                                Conversion.convert("validation_freq", validationFreq, int.class)));
    }

    private Map<Integer, Double> classWeights(DataSets data, Dataset train) {
        var weights = new LinkedHashMap<Integer, Double>();
        boolean isBalanced =
                "balanced".equals(classWeight)
                        || (classWeight instanceof Call call && call.name().equals("balanced"));
        if (isBalanced) {
            int[] counts = data.counts(data.train);
            for (int i = 0; i < counts.length; i++) {
                weights.put(
                        i,
                        counts[i] == 0
                                ? 1
                                : (double) data.train.rows()
                                        / (counts.length * (double) counts[i]));
            }
        } else if (classWeight instanceof Map<?, ?> map) {
            map.forEach(
                    (key, value) ->
                            weights.put(
                                    classNumber(data, key),
                                    (Double)
                                            Conversion.convert(
                                                    "class_weight", value, Double.class)));
        } else if (classWeight != null) {
            throw new UserError(
                    "E103",
                    "class_weight takes a map or balanced, not "
                            + Conversion.text(classWeight)
                            + ".",
                    "Type: %fit class_weight=balanced   or class_weight={0: 1.0, 1: 4.5}");
        }
        return weights;
    }

    private static int classNumber(DataSets data, Object key) {
        int named = data.classes().indexOf(String.valueOf(key));
        if (named >= 0) {
            return named;
        }
        if (key instanceof Number number) {
            return number.intValue();
        }
        throw new UserError(
                "E103",
                "class_weight names the class " + key + ", which the data has not.",
                "Classes: " + String.join(", ", data.classes()) + ".");
    }
}
