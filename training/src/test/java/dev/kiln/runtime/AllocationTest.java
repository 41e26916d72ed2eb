package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.autodiff.Gradients;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.plan.Plan;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AllocationTest {
    private static final BooleanSupplier GO_ON = () -> false;

    @Test
    void a_training_step_allocates_nothing() {
        var graph = new Graph();
        var weights = new Variable("weights", Shape.of(8 * 4), Variable.Role.PARAMETER);
        Tensor kernel = graph.read(weights).reshape(8, 4);
        Tensor x = graph.input("x", Shape.of(16, 8));
        Tensor keep =
                graph.add(new Op.Uniform("dropout", null, Shape.of(16, 4))).greaterOrEqual(0.2);
        Tensor y = x.matMul(kernel).relu().times(keep);
        Tensor loss = y.softmax(-1).minus(graph.input("y", Shape.of(16, 4))).square().mean();
        Tensor gradient = Gradients.of(loss, List.of(kernel)).getFirst();
        graph.update(weights, graph.read(weights).minus(gradient.reshape(32).times(0.1)));
        try (var execution = new Execution(Plan.of(graph, Map.of("loss", loss)), new Variables())) {
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long least = Long.MAX_VALUE;
            // The interpreter makes small objects that compiled code does not: runs are counted
            // until it is compiled.
            for (int round = 0; round < 2000 && least > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 1000; i++) {
                    execution.run(1, i, GO_ON);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isZero();
        }
    }
}
