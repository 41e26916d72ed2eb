package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.checks.Dialect;
import dev.kiln.checks.Finding;
import dev.kiln.losses.Losses;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Messages;
import dev.kiln.magics.schema.AsTyped;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Others;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;
import dev.kiln.metrics.Metric;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Model;
import dev.kiln.optimizers.Optimizer;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `%compile`: how the model is trained.
@Doc(
        value = "says how the model is trained: optimizer, loss, metrics",
        example = "%compile adam sparse_categorical_crossentropy accuracy")
public record Compile(
        @Words List<Object> words,
        @AsTyped String typed,
        @Doc(value = "how weights change", example = "adam(learning_rate=0.001)")
                @Nullable Object optimizer,
        @Doc(value = "what training makes small", example = "mean_squared_error")
                @Nullable Object loss,
        @Doc(value = "scores that are only watched", example = "[accuracy, auc]")
                @Nullable Object metrics,
        @Doc(value = "how much each output's loss counts", example = "{label: 1, score: 0.3}")
                @Nullable Object lossWeights,
        @Doc(value = "metrics that see sample and class weights", example = "{score: mse}")
                @Nullable Object weightedMetrics,
        @Doc(value = "whether model and loss are looked at first", example = "warn") Checks check,
        @Doc(value = "accepted for Keras' sake", example = "false") @Nullable Object runEagerly,
        @Doc(value = "accepted for Keras' sake", example = "auto") @Nullable Object jitCompile,
        @Doc(value = "accepted for Keras' sake", example = "1") @Nullable Object stepsPerExecution,
        @Doc(value = "whether nothing is shown", example = "quiet") boolean quiet,
        @Others Map<String, Object> outputs)
        implements Magic {
    public Compile() {
        this(
                List.of(), "", null, null, null, null, null, Checks.ON, null, null, null, false,
                Map.of());
    }

    @Override
    public boolean changesSession() {
        return true;
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        Model model = session.needModel();
        CompileOptions options = options(session, model, notebook);
        var suitability = Setting.suitability(session);
        var findings =
                check == Checks.OFF || !model.isBuilt()
                        ? List.<Finding>of()
                        : suitability.ofModel(model, options);
        Setting.stopAtErrors(check, findings);
        boolean wasTrained = model.training().isCompiled() && model.training().steps() > 0;
        long epochs = model.training().epochs();
        model.compile(options.withChecks(Checks.OFF));
        if (!quiet) {
            show(session, model, options, notebook);
        }
        findings.forEach(finding -> notebook.show(Messages.finding(finding)));
        if (wasTrained) {
            notebook.show(
                    Messages.note(
                            "weights kept (trained "
                                    + epochs
                                    + " epochs), optimizer state reset."));
        }
        return model;
    }

    private CompileOptions options(Session session, Model model, Notebook notebook) {
        var sorted = CompileWords.of(words, typed, optimizer != null, loss != null, notebook);
        Object chosenLoss = loss != null ? loss : sorted.loss();
        Object chosenMetrics =
                metrics != null ? joined(metrics, sorted.metrics()) : sorted.metrics();
        if (!outputs.isEmpty()) {
            outputs.keySet().forEach(name -> requireOutput(model, name));
            chosenLoss = new LinkedHashMap<>(outputs);
        }
        if (chosenLoss == null && words.isEmpty()) {
            var proposal = Proposed.of(session, model);
            return new CompileOptions(
                    optimizer == null ? Call.of("adam") : optimizer,
                    proposal.loss(),
                    proposal.metrics(),
                    null,
                    null,
                    check,
                    null);
        }
        if (chosenLoss == null) {
            throw new UserError(
                    "E112",
                    "no loss is named.",
                    "For this model and data, type: "
                            + Proposed.of(session, model)
                                    .line(
                                            Dialect.MAGIC.word(
                                                    Optimizers.CATALOG,
                                                    optimizer != null
                                                            ? optimizer
                                                            : sorted.optimizer(),
                                                    "adam"),
                                            Dialect.MAGIC));
        }
        return new CompileOptions(
                optimizer != null ? optimizer : sorted.optimizer(),
                chosenLoss,
                chosenMetrics,
                lossWeights,
                weightedMetrics,
                check,
                null);
    }

    private static Object joined(Object metrics, List<Object> words) {
        if (words.isEmpty()) {
            return metrics;
        }
        var all = new ArrayList<Object>(words);
        all.addAll(metrics instanceof List<?> list ? list : List.of(metrics));
        return all;
    }

    private static void requireOutput(Model model, String name) {
        if (model.isBuilt() && !model.outputNames().contains(name)) {
            throw new UserError(
                    "E102",
                    "%compile has no option " + name + ", and the model no output of that name.",
                    "Options: optimizer, loss, metrics, loss_weights, weighted_metrics.   Outputs: "
                            + String.join(", ", model.outputNames())
                            + ".");
        }
    }

    private void show(Session session, Model model, CompileOptions options, Notebook notebook) {
        var card = new CardLines().title("compiled", session.modelName());
        card.line("optimizer", optimizer(options.optimizer()));
        card.line("loss", lossText(options.loss()));
        String watched = metrics(session, model, options.metrics());
        if (!watched.isEmpty()) {
            card.line("metrics", watched);
        }
        if (check != Checks.OFF) {
            Check.summary(session, model).ifPresent(text -> card.line("checks", text));
        }
        notebook.show(card.next("%fit epochs=10").card());
    }

    /// With the arguments that matter most, as they will be used.
    private static String optimizer(@Nullable Object given) {
        if (given == null) {
            return "rmsprop, as in Keras where none is named";
        }
        var made = (Optimizer) Conversion.convert("optimizer", given, Optimizer.class);
        return Optimizers.CATALOG
                .entryOf(made)
                .map(
                        entry -> {
                            String text = entry.describe(made);
                            return text.contains("learning_rate")
                                    ? text
                                    : text.endsWith(")")
                                            ? text.replaceFirst(
                                                    "\\(",
                                                    "(learning_rate=" + made.learningRate() + ", ")
                                            : text + "(learning_rate=" + made.learningRate() + ")";
                        })
                .orElseGet(() -> Conversion.text(made));
    }

    private static String lossText(@Nullable Object given) {
        return given instanceof Call call && call.positional().isEmpty() && call.named().isEmpty()
                ? Losses.CATALOG.find(call.name()).map(entry -> entry.name()).orElse(call.name())
                : given instanceof Call call
                        ? Losses.CATALOG
                                .entryOf(Losses.CATALOG.get(call))
                                .map(entry -> entry.describe(Losses.CATALOG.get(call)))
                                .orElse(call.name())
                        : Conversion.text(given);
    }

    /// Each as typed, `accuracy` with what it stands for here.
    private static String metrics(Session session, Model model, @Nullable Object given) {
        if (given == null) {
            return "";
        }
        var texts = new ArrayList<String>();
        for (Object metric : given instanceof List<?> list ? list : List.of(given)) {
            String name =
                    metric instanceof Call call
                            ? call.name()
                            : metric instanceof String text ? text : "";
            if (Metrics.isAccuracy(name) && model.isBuilt() && session.data().isPresent()) {
                Shape labels = session.needData().train.y.shape();
                Shape predictions = model.outputShapes().getFirst();
                var resolved = Metrics.named(Call.of(name), labels, predictions);
                String stands =
                        Metrics.CATALOG
                                .entryOf(resolved)
                                .map(entry -> entry.name())
                                .orElse("accuracy");
                texts.add(name + " -> " + stands);
            } else {
                texts.add(
                        metric instanceof Call call
                                        && (!call.positional().isEmpty() || !call.named().isEmpty())
                                ? Metrics.CATALOG
                                        .entryOf(Metrics.CATALOG.get(call))
                                        .map(entry -> entry.describe(Metrics.CATALOG.get(call)))
                                        .orElse(call.name())
                                : metric instanceof Metric own
                                                && Metrics.CATALOG
                                                        .entryOf(own)
                                                        .filter(e -> e.type() == own.getClass())
                                                        .isEmpty()
                                        ? own.name()
                                        : Conversion.text(metric));
            }
        }
        return String.join("   ", texts);
    }
}
