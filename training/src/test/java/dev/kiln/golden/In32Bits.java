package dev.kiln.golden;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.plan.Plan;
import dev.kiln.runtime.Execution;
import dev.kiln.runtime.Variables;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs a graph as users' programs run, in numbers of 32 bits: what the records hold too. Where numbers
/// cancel out, the exact result is not the recorded one.
public final class In32Bits {
    private In32Bits() {}

    /// The numbers of some tensors of one graph; `variables` are read before and written after the run.
    public static List<double[]> run(
            Graph graph, List<Tensor> results, Map<String, double[]> inputs, Variables variables) {
        var outputs = new LinkedHashMap<String, Tensor>();
        results.forEach(result -> outputs.put("result " + outputs.size(), result));
        try (var execution = new Execution(Plan.of(graph, outputs), variables)) {
            inputs.forEach((name, values) -> fill(execution.input(name), values));
            execution.run(0, 0, () -> false);
            return outputs.keySet().stream()
                    .map(name -> doubles(execution.output(name).toArray(ValueLayout.JAVA_FLOAT)))
                    .toList();
        }
    }

    /// Puts one number everywhere into a variable.
    public static void fill(Variables variables, Variable variable, double value) {
        MemorySegment segment = variables.region(variable).segment();
        for (long i = 0; i < variable.shape().size(); i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
        }
    }

    private static void fill(MemorySegment segment, double[] values) {
        for (int i = 0; i < values.length; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) values[i]);
        }
    }

    private static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }
}
