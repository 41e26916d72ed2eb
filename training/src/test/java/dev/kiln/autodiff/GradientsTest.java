package dev.kiln.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.graph.Op;
import dev.kiln.graph.OpSample;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GradientsTest {
    private static final double STEP = 1e-5;

    static Stream<OpSample> samples() {
        return OpSample.all().stream();
    }

    @Test
    void no_op_is_without_a_sample() {
        var open = new ArrayDeque<Class<?>>(List.of(Op.class));
        var ops = new HashSet<Class<?>>();
        while (!open.isEmpty()) {
            Class<?> next = open.pop();
            if (next.isSealed()) {
                open.addAll(List.of(next.getPermittedSubclasses()));
            } else {
                ops.add(next);
            }
        }
        assertThat(ops).hasSizeGreaterThan(40);
        assertThat(samples().map(OpSample::op)).containsAll(cast(ops));
    }

    @SuppressWarnings("unchecked")
    private static Iterable<Class<? extends Op>> cast(HashSet<Class<?>> ops) {
        return (Iterable<Class<? extends Op>>) (Iterable<?>) ops;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_gradient_is_the_slope(OpSample sample) {
        var written = sample.write();
        Tensor weighted = weighted(written.result());
        var numbers = sample.numbers(11);
        var gradients = Gradients.of(weighted, written.inputs());
        compare(weighted, written.inputs(), gradients, numbers, 1e-6);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_gradient_has_a_gradient(OpSample sample) {
        var written = sample.write();
        var numbers = sample.numbers(12);
        Tensor first = written.result().graph().constant(0);
        for (Tensor gradient : Gradients.of(weighted(written.result()), written.inputs())) {
            first = first.plus(weighted(gradient));
        }
        compare(first, written.inputs(), Gradients.of(first, written.inputs()), numbers, 1e-5);
    }

    @Test
    void what_does_not_matter_has_gradient_zero() {
        var written =
                samples()
                        .filter(sample -> sample.op() == Op.Tanh.class)
                        .findFirst()
                        .orElseThrow()
                        .write();
        Tensor other = written.graph().input("other", dev.kiln.tensor.Shape.of(2));
        Tensor gradient = Gradients.of(written.result().sum(), List.of(other)).getFirst();
        var numbers =
                new HashMap<String, double[]>(
                        Map.of("x0", new double[] {1}, "other", new double[] {1, 2}));
        assertThat(Reference.evaluate(gradient, numbers)).containsExactly(0, 0);
    }

    /// A scalar in which every number of the tensor counts differently.
    private static Tensor weighted(Tensor tensor) {
        var random = new Random(5);
        float[] weights = new float[Math.toIntExact(tensor.shape().size())];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return tensor.times(tensor.graph().literal(weights, tensor.shape())).sum();
    }

    private static void compare(
            Tensor scalar,
            List<Tensor> inputs,
            List<Tensor> gradients,
            Map<String, double[]> numbers,
            double tolerance) {
        for (int i = 0; i < inputs.size(); i++) {
            double[] got = Reference.evaluate(gradients.get(i), numbers);
            double[] want = slopes(scalar, "x" + i, numbers);
            double scale = 1;
            for (double slope : want) {
                scale = Math.max(scale, Math.abs(slope));
            }
            assertThat(got)
                    .as("gradient of input %d", i)
                    .containsExactly(want, within(tolerance * scale));
        }
    }

    private static double[] slopes(Tensor scalar, String name, Map<String, double[]> numbers) {
        double[] at = numbers.get(name);
        double[] slopes = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double original = at[i];
            at[i] = original + STEP;
            double above = Reference.evaluate(scalar, numbers)[0];
            at[i] = original - STEP;
            double below = Reference.evaluate(scalar, numbers)[0];
            at[i] = original;
            slopes[i] = (above - below) / (2 * STEP);
        }
        return slopes;
    }
}
