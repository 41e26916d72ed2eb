package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.OpSample;
import dev.kiln.graph.RandomFormulas;
import dev.kiln.graph.Tensor;
import dev.kiln.plan.Plan;
import dev.kiln.plan.Program;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What rewrites and fusion make of a graph gives the numbers of the graph as it is written, for every op on awkward
/// numbers.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VerifierTest {
    /// Some of their inputs are places, which have to be there.
    private static final Set<Class<? extends Op>> OF_PLACES =
            Set.of(Op.Gather.class, Op.ScatterAdd.class);

    static List<OpSample> samples() {
        return OpSample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void an_op_inside_a_formula_keeps_its_numbers(OpSample sample) {
        var written = sample.write();
        Tensor result = written.result();
        Tensor chain = result.times(2).plus(result.negate().abs());
        Graph graph = written.graph();
        var numbers = sample.numbers(4);
        boolean isAnyNumber = !OF_PLACES.contains(sample.op());
        numbers.values()
                .forEach(
                        values -> {
                            for (int i = 0; isAnyNumber && i < values.length; i += 3) {
                                values[i] = ChainTest.AWKWARD[i / 3 % ChainTest.AWKWARD.length];
                            }
                        });
        Map<String, Tensor> outputs = Map.of("result", result.times(1).minus(-0.0), "chain", chain);
        assertThat(bits(Plan.of(graph, outputs), numbers))
                .isEqualTo(bits(Plan.asWritten(graph, outputs), numbers));
    }

    /// Chains and reductions as they meet in one graph.
    @Test
    void random_formulas_keep_their_numbers() {
        for (long seed = 0; seed < 150; seed++) {
            var written = RandomFormulas.of(seed);
            var outputs = new LinkedHashMap<String, Tensor>();
            written.results().forEach(result -> outputs.put("" + outputs.size(), result));
            var numbers = new HashMap<String, double[]>();
            written.inputs()
                    .forEach(
                            (name, values) -> {
                                double[] some = values.clone();
                                for (int i = 0; i < some.length; i += 5) {
                                    some[i] = ChainTest.AWKWARD[i / 5 % ChainTest.AWKWARD.length];
                                }
                                numbers.put(name, some);
                            });
            assertThat(bits(Plan.of(written.graph(), outputs), numbers))
                    .as("seed %d", seed)
                    .isEqualTo(bits(Plan.asWritten(written.graph(), outputs), numbers));
        }
    }

    private static List<Integer> bits(Program program, Map<String, double[]> numbers) {
        try (var execution = new Execution(program, new Variables())) {
            numbers.forEach(
                    (name, values) -> {
                        if (program.inputs().containsKey(name)) {
                            OpsTest.put(values, execution.input(name));
                        }
                    });
            execution.run(5, 3, () -> false);
            var bits = new ArrayList<Integer>();
            for (String output : new TreeSet<>(program.outputs().keySet())) {
                for (float number : execution.output(output).toArray(ValueLayout.JAVA_FLOAT)) {
                    // All NaN are alike: which bits one has is nowhere promised.
                    bits.add(Float.floatToIntBits(number));
                }
            }
            return bits;
        }
    }
}
