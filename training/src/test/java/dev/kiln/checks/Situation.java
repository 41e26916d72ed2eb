package dev.kiln.checks;

import dev.kiln.data.FloatArray;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/// A set-up written in a few words.
record Situation(
        Dialect dialect,
        Loss loss,
        List<String> metrics,
        Ending ending,
        Optional<LabelFacts> labels,
        Optional<Probe> probe,
        boolean inputIsLabel) {

    static final int ROWS = 180;

    static Situation compile(String loss, String... metrics) {
        return compile(Losses.CATALOG.get(loss), metrics);
    }

    static Situation compile(Loss loss, String... metrics) {
        return new Situation(
                Dialect.MAGIC,
                loss,
                List.of(metrics),
                new Ending("softmax", Shape.of(10)),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    Situation ends(@Nullable String activation, int... row) {
        return new Situation(
                dialect,
                loss,
                metrics,
                new Ending(activation, Shape.of(row)),
                labels,
                probe,
                inputIsLabel);
    }

    Situation labels(LabelFacts facts) {
        return new Situation(
                dialect, loss, metrics, ending, Optional.of(facts), probe, inputIsLabel);
    }

    static LabelFacts facts(String name, float[] values, Shape shape) {
        return new LabelFacts(name, FloatArray.of(shape, values));
    }

    /// One number a row.
    Situation column(String name, IntToDoubleFunction value) {
        float[] values = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            values[row] = (float) value.applyAsDouble(row);
        }
        return labels(facts(name, values, Shape.of(ROWS)));
    }

    /// Class numbers from 0, in turn.
    Situation classes(String name, int count) {
        return column(name, row -> row % count);
    }

    /// Texts whose numbers are in turn.
    Situation texts(String name, List<String> names) {
        float[] values = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            values[row] = row % names.size();
        }
        return labels(new LabelFacts(name, FloatArray.of(Shape.of(ROWS), values), null, names));
    }

    Situation oneHot(String name, int columns) {
        float[] values = new float[ROWS * columns];
        for (int row = 0; row < ROWS; row++) {
            values[row * columns + row % columns] = 1;
        }
        return labels(facts(name, values, Shape.of(ROWS, columns)));
    }

    /// Numbers drawn anew for each entry.
    Situation drawn(String name, long seed, IntToDoubleFunction of, int... row) {
        Shape shape = new Shape(java.util.stream.IntStream.of(row).boxed().toList()).batchOf(ROWS);
        float[] values = new float[(int) shape.size()];
        var random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) of.applyAsDouble(random.nextInt(1 << 20));
        }
        return labels(facts(name, values, shape));
    }

    Situation probed(double loss, float... predictions) {
        Shape shape = ending.row().batchOf(predictions.length / (int) ending.row().size());
        return new Situation(
                dialect,
                this.loss,
                metrics,
                ending,
                labels,
                Optional.of(Probe.of(FloatArray.of(shape, predictions), OptionalDouble.of(loss))),
                inputIsLabel);
    }

    Situation autoencoder() {
        return new Situation(dialect, loss, metrics, ending, labels, probe, true);
    }

    Situation inJava() {
        return new Situation(Dialect.JAVA, loss, metrics, ending, labels, probe, inputIsLabel);
    }

    Setup setup() {
        return new Setup(
                dialect, "mnist", "adam", loss, metrics, ending, labels, probe, inputIsLabel);
    }

    /// Code and text of each finding.
    List<String> findings() {
        return Findings.of(setup()).stream()
                .map(finding -> finding.code() + ": " + finding.text())
                .toList();
    }
}
