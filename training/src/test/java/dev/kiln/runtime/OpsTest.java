package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.OpSample;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Window;
import dev.kiln.plan.Plan;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OpsTest {
    static final double[] AWKWARD = {
        0.0,
        -0.0,
        1,
        -1,
        0.5,
        -2.5,
        1e-3,
        3.75,
        40,
        -40,
        100,
        -100,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1e-40f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        16777217,
        1 + 0x1p-23,
        1 - 0x1p-24
    };

    static List<OpSample> samples() {
        return OpSample.all();
    }

    @Test
    void no_op_is_without_a_sample() {
        Set<Class<?>> sampled = new HashSet<>();
        samples().forEach(sample -> sampled.add(sample.op()));
        for (Class<?> op : Op.class.getPermittedSubclasses()) {
            if (op != Op.Elementwise.class) {
                assertThat(sampled).contains(op);
            }
        }
        assertThat(sampled).contains(Op.Elementwise.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_op_agrees_with_the_reference(OpSample sample) {
        var written = sample.write();
        var numbers = sample.numbers(1);
        assertAgrees(written.graph(), written.result(), numbers, 2e-5);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_op_agrees_inside_a_larger_formula(OpSample sample) {
        var written = sample.write();
        Tensor result = written.result().times(2).plus(written.result().abs()).minus(1);
        assertAgrees(written.graph(), result, sample.numbers(2), 1e-4);
    }

    /// Numbers of every tensor whose op is elementwise, each awkward number with each other.
    @Test
    void elementwise_ops_agree_on_awkward_numbers() {
        for (OpSample sample : samples()) {
            var written = sample.write();
            if (!(written.result().node().op() instanceof Op.Elementwise op)) {
                continue;
            }
            int inputs = written.result().node().inputs().size();
            int n = AWKWARD.length;
            var graph = new Graph();
            double[][] numbers = new double[3][n * n];
            for (int i = 0; i < n * n; i++) {
                numbers[0][i] = (float) AWKWARD[i / n];
                numbers[1][i] = (float) AWKWARD[i % n];
                numbers[2][i] = (float) AWKWARD[(i * 7) % n];
            }
            Map<String, double[]> given = new HashMap<>();
            List<Tensor> in = new java.util.ArrayList<>();
            for (int i = 0; i < inputs; i++) {
                in.add(graph.input("x" + i, Shape.of(n * n)));
                given.put("x" + i, numbers[i]);
            }
            Tensor result = graph.add(op, in);
            float[] found = run(graph, result, given);
            for (int i = 0; i < n * n; i++) {
                double exact = Reference.number(op, numbers[0][i], numbers[1][i], numbers[2][i]);
                float expected = (float) exact;
                String what =
                        op + " of " + numbers[0][i] + ", " + numbers[1][i] + ", " + numbers[2][i];
                if (Float.isNaN(expected)) {
                    assertThat(found[i]).as(what).isNaN();
                } else if (Float.isInfinite(expected)) {
                    assertThat(found[i]).as(what).isEqualTo(expected);
                } else if (expected == 0) {
                    assertThat(Math.abs(found[i])).as(what).isLessThan(Float.MIN_NORMAL);
                } else {
                    assertThat((double) found[i])
                            .as(what)
                            .isCloseTo(exact, within(Math.abs(exact) * 3e-6 + 1.2e-38));
                }
            }
        }
    }

    /// Zeros of both signs, equal numbers, NaN and infinities under overlapping windows.
    @Test
    void pools_find_the_first_of_equals_on_awkward_numbers() {
        var window =
                new Window(
                        List.of(2, 2), List.of(1, 1), List.of(1, 1), List.of(0, 1), List.of(0, 0));
        for (double[] palette :
                new double[][] {
                    {0.0, -0.0}, {1, 1, 2, -0.0}, {Double.NaN, 1, 2, 3}, {-1e30, 5, 5}
                }) {
            var graph = new Graph();
            Tensor x = graph.input("x", Shape.of(2, 4, 5, 3));
            Tensor place = graph.iota(Shape.of(120), 0).reshape(2, 4, 5, 3);
            Tensor found = graph.add(new Op.MaxPoolGather(window), x, place);
            Tensor sent =
                    graph.add(
                            new Op.MaxPoolScatter(window), x, graph.iota(found.shape(), 2).plus(1));
            double[] numbers = new double[120];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = palette[(i * 7 + i / 3) % palette.length];
            }
            assertAgrees(graph, found, Map.of("x", numbers), 0);
            assertAgrees(graph, sent, Map.of("x", numbers), 0);
        }
    }

    static void assertAgrees(
            Graph graph, Tensor result, Map<String, double[]> numbers, double tolerance) {
        double[] expected =
                Reference.evaluate(List.of(result), numbers, Map.of(), 5, 3).values().getFirst();
        float[] found = run(graph, result, numbers);
        assertThat(found).hasSize(expected.length);
        double scale = 1;
        for (double number : expected) {
            if (Double.isFinite(number)) {
                scale = Math.max(scale, Math.abs(number));
            }
        }
        for (int i = 0; i < found.length; i++) {
            if (Double.isFinite(expected[i])) {
                assertThat((double) found[i])
                        .as("number " + i)
                        .isCloseTo(expected[i], within(scale * tolerance));
            } else {
                assertThat(found[i]).as("number " + i).isEqualTo((float) expected[i]);
            }
        }
    }

    static float[] run(Graph graph, Tensor result, Map<String, double[]> numbers) {
        try (var execution =
                new Execution(Plan.of(graph, Map.of("result", result)), new Variables())) {
            numbers.forEach((name, values) -> put(values, execution.input(name)));
            assertThat(execution.run(5, 3, () -> false)).isTrue();
            float[] first = execution.output("result").toArray(ValueLayout.JAVA_FLOAT);
            assertThat(execution.run(5, 3, () -> false)).isTrue();
            assertThat(execution.output("result").toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(first);
            return first;
        }
    }

    static void put(double[] values, MemorySegment to) {
        for (int i = 0; i < values.length; i++) {
            to.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) values[i]);
        }
    }
}
