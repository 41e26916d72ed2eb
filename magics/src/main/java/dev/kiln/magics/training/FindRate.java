package dev.kiln.magics.training;

import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.LearningRatePlot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.session.RateSearch;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Model;
import dev.kiln.optimizers.LossScaleOptimizer;
import dev.kiln.optimizers.Optimizer;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.optimizers.RMSprop;
import dev.kiln.schedules.ExponentialDecay;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/// `%lr_find`: trains for some steps with a rate that grows from step to step, and leaves the model as it was.
///
/// Source: the range test of Smith 2017, https://arxiv.org/abs/1506.01186, with rates that grow by a factor.
@Doc(value = "looks for a learning rate; the model stays as it is", example = "%lr_find")
public record FindRate(
        @Doc(value = "rate of the first step, above 0", example = "1e-7") double from,
        @Doc(value = "rate of the last step, above from", example = "1") double to,
        @Doc(value = "how many steps, from 10", example = "100") int steps,
        @Doc(value = "rows a step, from 1", example = "32") int batchSize,
        @Doc(value = "start of the order of rows", example = "7") long seed)
        implements Magic {
    private static final int FEWEST_STEPS = 10;

    public FindRate() {
        this(1e-7, 1, 100, 32, 42);
    }

    public FindRate {
        require(
                from > 0 && Double.isFinite(from),
                "from=" + Conversion.text(from) + " must be above 0.",
                "from=1e-7");
        require(
                to > from && Double.isFinite(to),
                "to=" + Conversion.text(to) + " must be above from.",
                "to=1");
        require(
                steps >= FEWEST_STEPS,
                "steps=" + steps + " must be " + FEWEST_STEPS + " or more.",
                "steps=100");
        require(batchSize >= 1, "batch_size=" + batchSize + " must be 1 or more.", "batch_size=32");
    }

    private static void require(boolean holds, String problem, String example) {
        if (!holds) {
            throw new UserError("E103", problem, "Type: %lr_find " + example);
        }
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        Model model = session.needModel();
        Dataset train = session.needData().train;
        CompileOptions compiled = model.training().compiled();
        if (!model.isBuilt()) {
            model.build(train.x.rowShape());
        }
        var before = session.moment();
        var losses = new ArrayList<Double>();
        var stop = new AtomicBoolean();
        try (var handle = notebook.onInterrupt(() -> stop.set(true))) {
            model.training().compile(growing(compiled));
            climb(model, train, losses, stop);
        } finally {
            session.restore(before);
        }
        var found = RateSearch.of(rates(losses.size()), losses);
        Declared.set(notebook, "lrFind", found, "the search");
        show(found, compiled, notebook);
        return found;
    }

    private List<Double> rates(int count) {
        var rates = new ArrayList<Double>();
        for (int step = 0; step < count; step++) {
            rates.add(from * Math.pow(to / from, step / (steps - 1.0)));
        }
        return rates;
    }

    /// The same compilation with a rate that grows by one factor each step.
    private CompileOptions growing(CompileOptions compiled) {
        Optimizer given =
                compiled.optimizer() == null
                        ? new RMSprop()
                        : (Optimizer)
                                Objects.requireNonNull(
                                        Conversion.convert(
                                                "optimizer",
                                                compiled.optimizer(),
                                                Optimizer.class));
        // A scale changes nothing that is looked for.
        Optimizer optimizer =
                given instanceof LossScaleOptimizer scaled ? scaled.innerOptimizer() : given;
        var entry =
                Optimizers.CATALOG
                        .entryOf(optimizer)
                        .filter(known -> known.type() == optimizer.getClass())
                        .orElseThrow(
                                () ->
                                        new UserError(
                                                "E144",
                                                "%lr_find cannot set the learning rate of your own optimizer.",
                                                "Type: %compile adam …   and %lr_find again"));
        var arguments = new LinkedHashMap<String, @Nullable Object>(entry.values(optimizer));
        arguments.put("learning_rate", new ExponentialDecay(from, steps - 1, to / from));
        return new CompileOptions(
                Optimizers.CATALOG.get(entry.name(), arguments),
                compiled.loss(),
                null,
                compiled.lossWeights(),
                null,
                Checks.OFF,
                compiled.step());
    }

    /// Ends early when the loss is four times the least one, or no number at all.
    private void climb(Model model, Dataset train, List<Double> losses, AtomicBoolean stop) {
        int rows = Math.min(batchSize, train.rows());
        int[] order = new int[train.rows()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        var random = new Random(seed);
        int at = order.length;
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step < steps && !stop.get(); step++) {
            if (at + rows > order.length) {
                shuffle(order, random);
                at = 0;
            }
            int[] batch = Arrays.copyOfRange(order, at, at + rows);
            at += rows;
            double loss =
                    model.training()
                            .trainOnBatch(train.rows(batch))
                            .getOrDefault("loss", Double.NaN);
            losses.add(loss);
            least = Math.min(least, loss);
            if (!Double.isFinite(loss) || (loss > RateSearch.EXPLOSION * least && least > 0)) {
                return;
            }
        }
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }

    private void show(RateSearch found, CompileOptions compiled, Notebook notebook) {
        var plot =
                new LearningRatePlot(
                        new Curve("loss", found.rates(), found.losses()),
                        found.steepest(),
                        found.blowsUp());
        var words = new ArrayList<String>();
        found.steepest().ifPresent(rate -> words.add("steepest at " + Numbers.of(rate)));
        found.blowsUp().ifPresent(rate -> words.add("blows up at " + Numbers.of(rate)));
        String text =
                words.isEmpty()
                        ? "the loss fell nowhere; try a wider range: %lr_find from=1e-8 to=10"
                        : String.join(", ", words) + ". The model is as it was.";
        var blocks =
                new ArrayList<Block>(
                        List.of(
                                new Block.Heading(
                                        "learning rate",
                                        found.losses().size() + " steps of " + batchSize + " rows"),
                                new Block.Plots(List.of(plot), Size.FULL),
                                new Block.Words(text)));
        found.steepest().ifPresent(rate -> blocks.add(new Block.Next(line(compiled, rate))));
        notebook.show(new Drawing().card(blocks.toArray(Block[]::new)));
    }

    private static String line(CompileOptions compiled, double rate) {
        return line(RunSettings.compiled(compiled), rate);
    }

    /// The line that compiles with another rate, its one significant digit.
    ///
    /// @param settings texts of `optimizer`, `loss` and `metrics`
    static String line(Map<String, String> settings, double rate) {
        String optimizer = settings.getOrDefault("optimizer", "adam").replaceAll("\\(.*", "");
        String digit = Numbers.of(new BigDecimal(rate).round(new MathContext(1)).doubleValue());
        return ("%compile "
                        + optimizer
                        + "(learning_rate="
                        + digit.replace(",", "")
                        + ") "
                        + settings.getOrDefault("loss", "")
                        + " "
                        + settings.getOrDefault("metrics", ""))
                .strip();
    }
}
