package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Window;
import dev.kiln.plan.Plan;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HalvedKernelTest {
    private final Graph graph = new Graph();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();

    /// Products, convolutions and sums that are all large enough to be halved.
    private Map<String, double[]> write() {
        Tensor x = graph.input("x", Shape.of(301, 257));
        Tensor y = graph.input("y", Shape.of(257, 133));
        Tensor wide = x.matMul(y);
        outputs.put("product", wide);
        outputs.put("left transposed", graph.add(new Op.MatMul(true, false), x, wide));
        outputs.put("right transposed", graph.add(new Op.MatMul(false, true), wide, y));
        Tensor batched = x.slice(0, 0, 300).reshape(3, 100, 257);
        outputs.put("batched", graph.add(new Op.MatMul(false, true), batched, batched.reverse(1)));
        var window = Window.same(Shape.of(20, 15), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        Tensor images = x.slice(0, 0, 300).slice(1, 0, 200).reshape(5, 20, 15, 40);
        Tensor kernel = y.slice(0, 0, 180).slice(1, 0, 100).reshape(3, 3, 40, 50);
        Tensor convolved = graph.add(new Op.Convolution(window, 1), images, kernel);
        outputs.put("convolved", convolved);
        outputs.put(
                "to input",
                graph.add(
                        new Op.ConvolutionInputGradient(window, 1, images.shape()),
                        kernel,
                        convolved));
        outputs.put(
                "to kernel",
                graph.add(
                        new Op.ConvolutionKernelGradient(window, 1, kernel.shape()),
                        images,
                        convolved));
        Tensor formula =
                x.tanh().times(2).plus(x.sigmoid()).minus(x.abs().plus(1).log()).plus(x.exp());
        outputs.put("formula", formula);
        outputs.put("columns", formula.sum(0));
        outputs.put("all", formula.sum());
        outputs.put("rows", formula.softmax(-1));
        var random = new Random(3);
        var numbers = new HashMap<String, double[]>();
        for (Tensor input : List.of(x, y)) {
            double[] values = new double[(int) input.shape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * 0.5f;
            }
            numbers.put(((Op.Input) input.node().op()).name(), values);
        }
        return numbers;
    }

    @Test
    void halves_give_what_the_whole_gives_and_the_same_bits_with_or_without_a_second_thread() {
        Map<String, double[]> numbers = write();
        var expected =
                Reference.evaluate(List.copyOf(outputs.values()), numbers, Map.of(), 1, 1).values();
        try (var execution = new Execution(Plan.of(graph, outputs), new Variables())) {
            numbers.forEach((name, values) -> OpsTest.put(values, execution.input(name)));
            execution.run(1, 1, () -> false);
            var together = read(execution);
            int next = 0;
            for (var output : together.entrySet()) {
                double[] exact = expected.get(next++);
                double scale = 1;
                for (double number : exact) {
                    scale = Math.max(scale, Math.abs(number));
                }
                for (int i = 0; i < exact.length; i++) {
                    assertThat(Math.abs(output.getValue()[i] - exact[i]) / scale)
                            .as(output.getKey() + " number " + i)
                            .isLessThan(2e-5);
                }
            }
            // The second thread is taken: this one works on both halves.
            Workers.both(_ -> execution.run(1, 1, () -> false), _ -> {}, new Moment());
            read(execution)
                    .forEach(
                            (name, found) ->
                                    assertThat(found).as(name).isEqualTo(together.get(name)));
        }
    }

    private Map<String, float[]> read(Execution execution) {
        var found = new LinkedHashMap<String, float[]>();
        outputs.keySet()
                .forEach(
                        name ->
                                found.put(
                                        name,
                                        execution.output(name).toArray(ValueLayout.JAVA_FLOAT)));
        return found;
    }

    @Test
    void a_half_that_fails_is_reported_and_the_thread_lives_on() {
        for (int i = 0; i < 2; i++) {
            assertThat(
                            org.assertj.core.api.Assertions.catchThrowable(
                                    () ->
                                            Workers.both(
                                                    _ -> {},
                                                    _ -> {
                                                        throw new ArithmeticException("half");
                                                    },
                                                    new Moment())))
                    .hasRootCauseMessage("half");
        }
    }
}
