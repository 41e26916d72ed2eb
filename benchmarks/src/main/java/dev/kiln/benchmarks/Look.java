package dev.kiln.benchmarks;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Variable;
import dev.kiln.plan.Plan;
import dev.kiln.runtime.Execution;
import dev.kiln.runtime.Variables;
import dev.kiln.tensor.Shape;

import java.util.Map;

/// What the look for gradients that are not finite costs, which every training step takes before it writes weights.
final class Look {
    private static final int LOOKS = 200;
    private static final int ROUNDS = 20;

    private Look() {}

    /// Microseconds of one look at so many gradients; the least of some rounds.
    static double microseconds(int weights) {
        var graph = new Graph();
        var variable = new Variable("trainable", Shape.of(weights), Variable.Role.PARAMETER);
        var gradient = graph.input("gradient", Shape.of(weights)).square();
        graph.update(variable, graph.read(variable).minus(gradient.times(0.1)));
        try (var execution =
                new Execution(Plan.asWritten(graph, Map.of("kept", gradient)), new Variables())) {
            execution.run(0, 0, () -> false);
            double least = Double.POSITIVE_INFINITY;
            for (int round = 0; round < ROUNDS; round++) {
                long began = System.nanoTime();
                boolean isFinite = true;
                for (int i = 0; i < LOOKS; i++) {
                    isFinite &= execution.isFinite(variable);
                }
                if (!isFinite) {
                    throw new IllegalStateException("zeros are finite");
                }
                least = Math.min(least, (System.nanoTime() - began) / 1e3 / LOOKS);
            }
            return least;
        }
    }
}
