package dev.kiln.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.graph.Body;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.plan.Plan;
import dev.kiln.runtime.Execution;
import dev.kiln.runtime.Variables;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RewritesTest {
    private static final float[] AWKWARD = {
        0f,
        -0f,
        1,
        -1,
        0.5f,
        -2.5f,
        3,
        1e-3f,
        100,
        -100,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        3e-39f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        0x1.8p60f
    };

    /// A formula that a law changes.
    ///
    /// @param formula of x and y, which between them hold each pair of awkward numbers
    record Sample(Class<? extends Rewrite> law, String name, BinaryOperator<Tensor> formula) {
        @Override
        public String toString() {
            return law.getSimpleName() + ": " + name;
        }
    }

    private static Sample sample(
            Class<? extends Rewrite> law, String name, BinaryOperator<Tensor> formula) {
        return new Sample(law, name, formula);
    }

    static Stream<Sample> samples() {
        int n = AWKWARD.length;
        return Stream.of(
                sample(ForgetStop.class, "stop(x)", (x, y) -> x.stopGradient()),
                sample(
                        FoldConstants.class,
                        "x + 0.1 * 0.2",
                        (x, y) -> x.plus(constant(x, 0.1).times(0.2))),
                sample(
                        FoldConstants.class,
                        "x * sqrt(2)",
                        (x, y) -> x.times(constant(x, 2).sqrt())),
                sample(
                        FoldConstants.class,
                        "x + 0.9^7",
                        (x, y) -> x.plus(constant(x, 0.9).power(7))),
                sample(
                        FoldConstants.class,
                        "x + (1 < 2)",
                        (x, y) -> x.plus(constant(x, 1).less(constant(x, 2)))),
                sample(
                        MoveNumber.class,
                        "x * broadcast(2)",
                        (x, y) -> x.times(x.graph().constant(2))),
                sample(
                        MoveNumber.class,
                        "x * reverse(2)",
                        (x, y) -> x.times(constant(x, 2).reverse(0))),
                sample(MultiplyByOne.class, "x * 1", (x, y) -> x.times(1)),
                sample(MultiplyByOne.class, "1 * x", (x, y) -> constant(x, 1).times(x)),
                sample(MultiplyByOne.class, "x / 1", (x, y) -> x.dividedBy(1)),
                sample(MultiplyByOne.class, "x^1", (x, y) -> x.power(1)),
                sample(MultiplyByMinusOne.class, "x * -1", (x, y) -> x.times(-1)),
                sample(MultiplyByMinusOne.class, "-1 * x", (x, y) -> constant(x, -1).times(x)),
                sample(MultiplyByMinusOne.class, "x / -1", (x, y) -> x.dividedBy(-1)),
                sample(SubtractZero.class, "x - 0", (x, y) -> x.minus(0)),
                sample(SubtractZero.class, "x + -0", (x, y) -> x.plus(-0.0)),
                sample(SubtractZero.class, "-0 + x", (x, y) -> constant(x, -0.0).plus(x)),
                sample(NegateTwice.class, "-(-x)", (x, y) -> x.negate().negate()),
                sample(NegateTwice.class, "|-x|", (x, y) -> x.negate().abs()),
                sample(NegateTwice.class, "||x||", (x, y) -> x.abs().abs()),
                sample(AddNegated.class, "x + -y", (x, y) -> x.plus(y.negate())),
                sample(AddNegated.class, "-x + y", (x, y) -> x.negate().plus(y)),
                sample(AddNegated.class, "x - -y", (x, y) -> x.minus(y.negate())),
                sample(MultiplyNegated.class, "-x * 3", (x, y) -> x.negate().times(3)),
                sample(MultiplyNegated.class, "-x / 3", (x, y) -> x.negate().dividedBy(3)),
                sample(DivideByPowerOfTwo.class, "x / 8", (x, y) -> x.dividedBy(8)),
                sample(DivideByPowerOfTwo.class, "x / -2^-90", (x, y) -> x.dividedBy(-0x1p-90)),
                sample(PowerOfTwo.class, "x^2", (x, y) -> x.power(2)),
                sample(PowerOfTwo.class, "x^0", (x, y) -> x.power(0)),
                sample(PowerOfTwo.class, "x^-0", (x, y) -> x.power(-0.0)),
                sample(SelectEqual.class, "x ? y : y", (x, y) -> x.select(y, y)),
                sample(SelectEqual.class, "1 ? x : y", (x, y) -> constant(x, 1).select(x, y)),
                sample(SelectEqual.class, "0 ? x : y", (x, y) -> constant(x, 0).select(x, y)),
                sample(
                        ReshapeTwice.class,
                        "there and back",
                        (x, y) -> x.reshape(n, n).reshape(x.shape())),
                sample(ReshapeTwice.class, "twice", (x, y) -> x.reshape(n, n).reshape(n, 1, n)),
                sample(
                        BroadcastTwice.class,
                        "twice",
                        (x, y) -> x.broadcast(Shape.of(2, n * n)).broadcast(Shape.of(2, 2, n * n))),
                sample(
                        TransposeTwice.class,
                        "there and back",
                        (x, y) -> x.reshape(n, 2, n / 2).transpose(2, 0, 1).transpose(1, 2, 0)),
                sample(
                        TransposeTwice.class,
                        "twice",
                        (x, y) -> x.reshape(n, 2, n / 2).transpose(2, 0, 1).transpose(2, 0, 1)),
                sample(
                        KeepWhole.class,
                        "slice of all",
                        (x, y) ->
                                x.graph()
                                        .add(
                                                new Op.Slice(
                                                        List.of(0), List.of(n * n), List.of(1)),
                                                x)),
                sample(KeepWhole.class, "no padding", (x, y) -> x.pad(List.of(0), List.of(0))),
                sample(
                        KeepWhole.class,
                        "one part",
                        (x, y) -> x.graph().add(new Op.Concatenate(0), x)));
    }

    private static Tensor constant(Tensor like, double value) {
        return like.graph().constant(value, like.shape());
    }

    @Test
    void no_law_is_without_a_sample() {
        Set<Class<?>> sampled = new HashSet<>();
        samples().forEach(sample -> sampled.add(sample.law()));
        Simplify.STANDARD.forEach(law -> assertThat(sampled).contains(law.getClass()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_law_changes_its_formula_and_keeps_every_bit(Sample sample) {
        Rewrite law =
                Simplify.STANDARD.stream()
                        .filter(rewrite -> rewrite.getClass() == sample.law())
                        .findFirst()
                        .orElseThrow();
        verify(List.of(law), sample.formula());
        verify(Simplify.STANDARD, sample.formula());
    }

    /// Both graphs are run as they are written.
    private static void verify(List<Rewrite> laws, BinaryOperator<Tensor> formula) {
        int n = AWKWARD.length;
        var graph = new Graph();
        Tensor x = graph.input("x", Shape.of(n * n));
        Tensor y = graph.input("y", Shape.of(n * n));
        Tensor original = formula.apply(x, y);
        var simple = Simplify.by(laws, graph, Map.of("result", original));
        assertThat(simple.graph().size()).isLessThanOrEqualTo(graph.size());
        assertThat(simple.graph().toString()).isNotEqualTo(graph.toString());
        assertThat(bits(simple.graph(), simple.outputs().get("result")))
                .isEqualTo(bits(graph, original));
    }

    private static List<Integer> bits(Graph graph, Tensor result) {
        int n = AWKWARD.length;
        try (var execution =
                new Execution(Plan.asWritten(graph, Map.of("result", result)), new Variables())) {
            for (int i = 0; i < n * n; i++) {
                execution.input("x").setAtIndex(ValueLayout.JAVA_FLOAT, i, AWKWARD[i / n]);
                execution.input("y").setAtIndex(ValueLayout.JAVA_FLOAT, i, AWKWARD[i % n]);
            }
            execution.run(0, 0, () -> false);
            var bits = new ArrayList<Integer>();
            for (float number : execution.output("result").toArray(ValueLayout.JAVA_FLOAT)) {
                // All NaN are alike: which bits one has is nowhere promised.
                bits.add(Float.floatToIntBits(number));
            }
            return bits;
        }
    }

    @Test
    void zero_is_not_taken_away_where_it_turns_a_negative_zero() {
        var graph = new Graph();
        Tensor x = graph.input("x", Shape.of(2));
        var simple = Simplify.standard(graph, Map.of("sum", x.plus(0)));
        assertThat(simple.outputs().get("sum").node().op()).isEqualTo(new Op.Add());
    }

    @Test
    void equal_formulas_are_worked_out_once_but_random_numbers_are_drawn_for_each() {
        var graph = new Graph();
        Tensor x = graph.input("x", Shape.of(3));
        Tensor once = x.exp().times(2).plus(x.exp().times(2));
        Tensor u = graph.add(new Op.Uniform("u", null, Shape.of(3)));
        Tensor v = graph.add(new Op.Uniform("u", null, Shape.of(3)));
        var simple = Simplify.standard(graph, Map.of("x", once, "u", u.plus(v).plus(0.0)));
        assertThat(count(simple.graph(), Op.Exp.class)).isEqualTo(1);
        assertThat(count(simple.graph(), Op.Multiply.class)).isEqualTo(1);
        assertThat(count(simple.graph(), Op.Uniform.class)).isEqualTo(2);
    }

    private static long count(Graph graph, Class<? extends Op> op) {
        return graph.nodes().stream().filter(node -> op.isInstance(node.op())).count();
    }

    @Test
    void bodies_of_loops_are_simplified_and_lose_what_nobody_reads() {
        var step = new Graph();
        Tensor h = step.input("h", Shape.of(2));
        Tensor x = step.input("x", Shape.of(2));
        Tensor unused = x.exp();
        Tensor kept = h.times(1).plus(x.negate());
        Tensor next = kept.plus(unused.times(1).minus(unused)).times(1);
        var graph = new Graph();
        var loop =
                graph.scan(
                        new Body(step, List.of(kept.id()), 1, 0),
                        3,
                        false,
                        List.of(graph.input("h", Shape.of(2))),
                        List.of(graph.input("x", Shape.of(3, 2))),
                        List.of());
        var simple =
                Simplify.standard(
                        graph, Map.of("h", loop.finalCarry(0), "all", loop.stacked(kept)));
        Op.Scan scan =
                simple.graph().nodes().stream()
                        .filter(node -> node.op() instanceof Op.Scan)
                        .map(node -> (Op.Scan) node.op())
                        .findFirst()
                        .orElseThrow();
        assertThat(scan.body().graph().toString())
                .isEqualTo(
                        """
                %0 = Input[name=h, shape=2] : 2
                %1 = Input[name=x, shape=2] : 2
                %2 = Subtract(%0, %1) : 2""");
        assertThat(next.shape()).isEqualTo(Shape.of(2));
    }

    @Test
    void a_chain_of_a_hundred_thousand_nodes_is_simplified_without_recursion() {
        var graph = new Graph();
        Tensor x = graph.input("x", Shape.of(2));
        Tensor y = x;
        for (int i = 0; i < 25_000; i++) {
            y = y.times(1).tanh().negate().negate();
        }
        assertThat(Simplify.standard(graph, Map.of("y", y)).graph().size()).isEqualTo(25_001);
    }
}
