package dev.kiln.shares;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.RandomFormulas;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.runtime.Running;
import dev.kiln.tensor.Shape;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharesTest {
    /// Those of the random formulas' inputs that have a row for each row of the batch.
    private static final Set<String> ROWS = Set.of("x0", "x1", "x3");

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void a_divided_graph_means_what_the_graph_means(int shares) {
        for (long seed = 0; seed < 300; seed++) {
            var written = RandomFormulas.of(seed);
            var outputs = new LinkedHashMap<String, Tensor>();
            written.results().forEach(result -> outputs.put("" + outputs.size(), result));
            var divided = Shares.divide(written.graph(), outputs, ROWS, shares);

            var whole =
                    Reference.run(
                            written.graph(),
                            written.results(),
                            written.inputs(),
                            written.variables(),
                            1,
                            2);
            var apart =
                    Reference.run(
                            divided.graph(),
                            List.copyOf(divided.outputs().values()),
                            written.inputs(),
                            written.variables(),
                            1,
                            2);

            assertSame(apart, whole, 1e-11, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shares_run_side_by_side_with_the_same_answer(int shares) {
        for (long seed = 0; seed < 200; seed++) {
            var written = RandomFormulas.of(seed);
            var whole =
                    Running.run(
                            written.graph(),
                            written.results(),
                            written.inputs(),
                            written.variables(),
                            1,
                            2);
            var apart =
                    Running.run(
                            written.graph(),
                            written.results(),
                            written.inputs(),
                            written.variables(),
                            1,
                            2,
                            ROWS,
                            shares);

            assertSame(apart, whole, 2e-5, "seed " + seed);
        }
    }

    private static void assertSame(
            Reference.Run got, Reference.Run wanted, double tolerance, String of) {
        for (int i = 0; i < wanted.values().size(); i++) {
            assertSame(
                    got.values().get(i), wanted.values().get(i), tolerance, of + ", result " + i);
        }
        wanted.variables()
                .forEach(
                        (variable, numbers) ->
                                assertSame(
                                        got.variables().get(variable),
                                        numbers,
                                        tolerance,
                                        of + ", " + variable.name()));
    }

    private static void assertSame(double[] got, double[] wanted, double tolerance, String of) {
        assertThat(got).as(of).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            double scale = Math.max(1, Math.abs(wanted[i]));
            if (!Double.isNaN(wanted[i]) || !Double.isNaN(got[i])) {
                assertThat(got[i]).as(of).isCloseTo(wanted[i], Offset.offset(tolerance * scale));
            }
        }
    }

    @Test
    void a_batch_norm_meets_once_for_each_sum_over_rows() {
        var graph = new Graph();
        Tensor x = graph.input("x", Shape.of(8, 3));
        Tensor mean = x.mean(0);
        Tensor variance = x.minus(mean).square().mean(0);
        Tensor normed = x.minus(mean).dividedBy(variance.plus(1e-3).sqrt());
        var divided = Shares.divide(graph, Map.of("normed", normed), Set.of("x"), 2);

        var levels =
                divided.lanes().stream().filter(lane -> !lane.isOnce()).map(Lane::level).distinct();
        assertThat(levels).containsExactly(1, 3, 5);
    }

    @Test
    void random_numbers_are_those_of_the_whole_batch() {
        var graph = new Graph();
        Tensor x = graph.input("x", Shape.of(7, 3));
        Tensor kept = x.times(graph.add(new Op.Uniform("dropout", null, Shape.of(7, 3))));
        var divided = Shares.divide(graph, Map.of("kept", kept), Set.of("x"), 3);

        var firsts =
                divided.graph().nodes().stream()
                        .map(node -> node.op())
                        .filter(Op.Uniform.class::isInstance)
                        .map(op -> ((Op.Uniform) op).from());
        assertThat(firsts).containsExactlyInAnyOrder(0L, 9L, 15L);
    }

    @Test
    void little_work_is_not_divided() {
        var graph = new Graph();
        var sum = graph.input("x", Shape.of(32, 4)).sum();

        assertThat(Shares.count(graph, Map.of("sum", sum), Set.of("x"))).isEqualTo(1);
    }

    @Test
    void the_work_of_metrics_divides_nothing() {
        var graph = new Graph();
        var x = graph.input("x", Shape.of(1000, 1000));
        var much = x.exp().sum();
        graph.update(new Variable("metrics/much", Shape.of(), Variable.Role.METRIC), much);
        var loss = x.slice(1, 0, 1).sum();

        assertThat(Shares.count(graph, Map.of("loss", loss), Set.of("x"))).isEqualTo(1);
        assertThat(Shares.count(graph, Map.of("loss", much), Set.of("x"))).isEqualTo(2);
    }
}
