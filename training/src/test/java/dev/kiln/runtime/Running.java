package dev.kiln.runtime;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.plan.Plan;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs a graph on the real runtime with the arguments of [Reference#run], so that a test can hold either
/// to the records.
public final class Running {
    private Running() {}

    public static Reference.Run run(
            Graph graph,
            List<Tensor> results,
            Map<String, double[]> inputs,
            Map<Variable, double[]> variables,
            long seed,
            long count) {
        return run(graph, results, inputs, variables, seed, count, Set.of(), 1);
    }

    /// The same with a batch that is cut into shares.
    ///
    /// @param rows names of the inputs whose first axis counts the rows of the batch
    public static Reference.Run run(
            Graph graph,
            List<Tensor> results,
            Map<String, double[]> inputs,
            Map<Variable, double[]> variables,
            long seed,
            long count,
            Set<String> rows,
            int shares) {
        var outputs = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < results.size(); i++) {
            outputs.put("result " + i, results.get(i));
        }
        var store = new Variables();
        variables.forEach((variable, numbers) -> put(numbers, store.region(variable).segment()));
        try (var execution = new Execution(Plan.inShares(graph, outputs, rows, shares), store)) {
            for (String name : execution.program().inputs().keySet()) {
                put(inputs.get(name), execution.input(name));
            }
            execution.run(seed, count, () -> false);
            var after = new LinkedHashMap<Variable, double[]>();
            store.all()
                    .forEach((variable, region) -> after.put(variable, numbers(region.segment())));
            return new Reference.Run(
                    outputs.keySet().stream().map(name -> numbers(execution.output(name))).toList(),
                    after);
        }
    }

    /// The numbers of one tensor, row-major.
    public static double[] evaluate(Tensor result, Map<String, double[]> inputs) {
        return run(result.graph(), List.of(result), inputs, Map.of(), 0, 0).values().getFirst();
    }

    private static void put(double[] values, MemorySegment to) {
        for (int i = 0; i < values.length; i++) {
            to.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) values[i]);
        }
    }

    private static double[] numbers(MemorySegment segment) {
        float[] numbers = segment.toArray(ValueLayout.JAVA_FLOAT);
        double[] wide = new double[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        return wide;
    }
}
