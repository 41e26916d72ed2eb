package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.RandomFormulas;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.plan.Instruction;
import dev.kiln.plan.Plan;
import dev.kiln.plan.Program;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FusionTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void random_formulas_agree_with_the_reference(long seed) {
        agrees(seed);
    }

    @Tag("exhaustive")
    @Test
    void very_many_random_formulas_agree_with_the_reference() {
        LongStream.rangeClosed(1000, 20_000).forEach(FusionTest::agrees);
    }

    private static void agrees(long seed) {
        var written = RandomFormulas.of(seed);
        var outputs = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < written.results().size(); i++) {
            outputs.put("r" + i, written.results().get(i));
        }
        Program program = Plan.of(written.graph(), outputs);
        var expected =
                Reference.evaluate(written.results(), written.inputs(), written.variables(), 5, 3);
        var variables = new Variables();
        written.variables()
                .forEach(
                        (variable, numbers) ->
                                OpsTest.put(numbers, variables.region(variable).segment()));
        try (var execution = new Execution(program, variables)) {
            written.inputs()
                    .forEach((name, numbers) -> OpsTest.put(numbers, execution.input(name)));
            execution.run(5, 3, () -> false);
            for (int i = 0; i < written.results().size(); i++) {
                close(
                        seed,
                        "r" + i,
                        execution.output("r" + i).toArray(ValueLayout.JAVA_FLOAT),
                        expected.values().get(i));
            }
            expected.variables()
                    .forEach(
                            (variable, numbers) ->
                                    close(
                                            seed,
                                            variable.name(),
                                            variables
                                                    .region(variable)
                                                    .segment()
                                                    .toArray(ValueLayout.JAVA_FLOAT),
                                            numbers));
        }
    }

    private static void close(long seed, String name, float[] found, double[] expected) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < found.length; i++) {
            if (Double.isNaN(expected[i])) {
                assertThat(found[i]).as("seed " + seed + " " + name + " " + i).isNaN();
            } else {
                assertThat((double) found[i])
                        .as("seed " + seed + " " + name + " number " + i)
                        .isCloseTo(expected[i], within(2e-3));
            }
        }
    }

    @Test
    void softmax_cross_entropy_and_its_gradient_are_one_kernel() {
        var graph = new Graph();
        Tensor logits = graph.input("logits", Shape.of(32, 10));
        Tensor labels = graph.input("labels", Shape.of(32, 10));
        Tensor losses = logits.logSoftmax(-1).times(labels).sum(-1).negate();
        Tensor gradient = logits.softmax(-1).minus(labels).dividedBy(32);
        Program program = Plan.of(graph, Map.of("loss", losses.mean(), "gradient", gradient));
        assertThat(program.steps()).as(program.explain()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void an_optimizer_that_works_number_by_number_writes_its_variables_in_place() {
        Program program = adam(1000);
        assertThat(program.commit()).as(program.explain()).hasSize(2);
        assertThat(program.commit().getLast())
                .isInstanceOfSatisfying(
                        Instruction.Fused.class,
                        fused -> {
                            assertThat(fused.stores()).hasSize(3);
                            assertThat(fused.reads()).hasSizeLessThan(12);
                        });
    }

    /// Adam over one flat vector.
    static Program adam(int size) {
        var graph = new Graph();
        Shape shape = Shape.of(size);
        var weights = new Variable("weights", shape, Variable.Role.PARAMETER);
        var mean = new Variable("mean", shape, Variable.Role.OPTIMIZER);
        var square = new Variable("square", shape, Variable.Role.OPTIMIZER);
        var iterations = new Variable("iterations", Shape.of(), Variable.Role.OPTIMIZER);
        Tensor t = graph.read(iterations).plus(1);
        Tensor gradient = graph.input("gradient", shape);
        Tensor m = graph.read(mean).times(0.9).plus(gradient.times(0.1));
        Tensor v = graph.read(square).times(0.999).plus(gradient.square().times(0.001));
        Tensor rate =
                graph.constant(0.999)
                        .power(t)
                        .subtractedFrom(1)
                        .sqrt()
                        .dividedBy(graph.constant(0.9).power(t).subtractedFrom(1))
                        .times(0.001);
        Tensor w = graph.read(weights).minus(m.times(rate).dividedBy(v.sqrt().plus(1e-7)));
        graph.update(iterations, t);
        graph.update(mean, m);
        graph.update(square, v);
        graph.update(weights, w);
        return Plan.of(graph, Map.of());
    }

    /// Tiles cannot be whole rows of both.
    @Test
    void one_kernel_adds_up_rows_of_two_lengths() {
        var graph = new Graph();
        Tensor x = graph.input("x", Shape.of(10_500));
        Tensor y = x.times(2);
        Tensor thirties = y.reshape(350, 30).sum(0);
        Tensor middle = y.reshape(5, 105, 20).sum(1);
        Map<String, double[]> numbers = Map.of("x", new double[10_500]);
        for (int i = 0; i < 10_500; i++) {
            numbers.get("x")[i] = (float) Math.sin(i);
        }
        OpsTest.assertAgrees(graph, thirties.sum().plus(middle), numbers, 1e-4);
        OpsTest.assertAgrees(graph, middle.sum().plus(thirties), numbers, 1e-4);
    }

    @Test
    void random_numbers_are_drawn_once_however_often_they_are_read() {
        var graph = new Graph();
        Tensor u = graph.add(new Op.Uniform("u", null, Shape.of(100)));
        Tensor difference = u.minus(u.reverse(0).reverse(0)).abs().sum();
        try (var execution =
                new Execution(Plan.of(graph, Map.of("d", difference)), new Variables())) {
            execution.run(1, 1, () -> false);
            assertThat(execution.output("d").get(ValueLayout.JAVA_FLOAT, 0)).isZero();
        }
    }
}
