package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.plan.Instruction;
import dev.kiln.plan.Plan;
import dev.kiln.tensor.Shape;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TableKernelTest {
    private final Random random = new Random(5);

    @ParameterizedTest
    @EnumSource(RowMoves.class)
    void a_compiled_move_of_rows_has_the_bits_of_the_loops_that_say_what_it_means(RowMoves moves) {
        assumeTrue(TileProducts.LANES > 0);
        int floats = 3 * TileProducts.LANES;
        float[] numbers = new float[40 * floats];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i % 50 == 0 ? Float.NaN : (float) random.nextGaussian();
        }
        int[] sources = random.ints(30, 0, 40).toArray();
        int[] targets = random.ints(30, 0, 20).toArray();
        float[] expected = moved(moves.loops(), numbers, sources, targets, floats);
        float[] actual = moved(moves.compiled(), numbers, sources, targets, floats);
        assertThat(actual).containsExactly(expected);
    }

    private static float[] moved(
            RowMove move, float[] numbers, int[] sources, int[] targets, int floats) {
        var from = new Memory(numbers.length);
        var to = new Memory(numbers.length);
        Tile.store(numbers, 0, from.address(), numbers.length);
        Tile.store(numbers, 0, to.address(), numbers.length);
        long bytes = (long) floats * Float.BYTES;
        move.run(
                Native.EVERYWHERE,
                from.address(),
                sources,
                2,
                bytes,
                to.address(),
                targets,
                3,
                bytes,
                26,
                floats);
        float[] result = new float[numbers.length];
        Tile.load(to.address(), result, 0, result.length);
        return result;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 48, 100})
    void rows_are_found_and_sent_back_whatever_their_width(int width) {
        var graph = new Graph();
        Tensor table = graph.input("table", Shape.of(30, width));
        Tensor indices = graph.input("indices", Shape.of(9, 300));
        Tensor updates = graph.input("updates", Shape.of(9, 1, width));
        var outputs = new LinkedHashMap<String, Tensor>();
        outputs.put("found", graph.add(new Op.Gather(), table, indices));
        Tensor repeated = updates.broadcast(Shape.of(9, 300, width));
        outputs.put("sent back", graph.add(new Op.ScatterAdd(30), indices, repeated));
        Tensor backwards = updates.reverse(0).broadcast(Shape.of(9, 300, width));
        outputs.put("backwards", graph.add(new Op.ScatterAdd(30), indices, backwards));
        outputs.put("within rows", graph.add(new Op.ScatterAdd(30), indices, repeated.reverse(2)));

        var program = Plan.of(graph, outputs);
        assertThat(program.steps())
                .as("repeated updates are read where they lie")
                .filteredOn(step -> step instanceof Instruction.Fused)
                .hasSizeLessThanOrEqualTo(width == 1 ? 0 : 1);
        var numbers = new HashMap<String, double[]>();
        numbers.put("table", random.doubles(30L * width, -1, 1).map(x -> (float) x).toArray());
        numbers.put("updates", random.doubles(9L * width, -1, 1).map(x -> (float) x).toArray());
        numbers.put(
                "indices",
                Arrays.stream(random.ints(2700, 0, 30).toArray()).asDoubleStream().toArray());
        List<double[]> expected =
                List.copyOf(
                        Reference.evaluate(List.copyOf(outputs.values()), numbers, Map.of(), 1, 1)
                                .values());
        try (var execution = new Execution(program, new Variables())) {
            numbers.forEach((name, values) -> OpsTest.put(values, execution.input(name)));
            execution.run(1, 1, () -> false);
            int next = 0;
            for (String name : outputs.keySet()) {
                double[] wanted = expected.get(next++);
                float[] found = execution.output(name).toArray(ValueLayout.JAVA_FLOAT);
                for (int i = 0; i < wanted.length; i++) {
                    assertThat((double) found[i])
                            .as("%s %s", name, i)
                            .isCloseTo(wanted[i], Offset.offset(1e-3));
                }
            }
        }
    }
}
