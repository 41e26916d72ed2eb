package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TableKernelTest {
    private final Random random = new Random(5);

    @ParameterizedTest
    @EnumSource(RowMoves.class)
    void a_compiled_move_of_rows_has_the_bits_of_the_loops_that_say_what_it_means(RowMoves moves)
            throws ReflectiveOperationException {
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

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 16, 31, 48, 100})
    void compiled_sums_of_rows_have_the_bits_of_the_loops_that_say_what_they_mean(int width)
            throws ReflectiveOperationException {
        assumeTrue(TileProducts.LANES > 0);
        RowSums kind = width % TileProducts.LANES == 0 ? RowSums.WHOLE : RowSums.ANY;
        RowSum compiled = kind.compiled();
        float[] numbers = new float[40 * width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    i % 5 == 0
                            ? ChainTest.AWKWARD[i / 5 % ChainTest.AWKWARD.length]
                            : (float) random.nextGaussian();
        }
        for (int length : new int[] {0, 1, 3, 4, 5, 29}) {
            int[] rows = random.ints(6L * length, 0, 40).toArray();
            assertThat(summed(compiled, numbers, rows, length, width))
                    .as("sums of %s rows", length)
                    .isEqualTo(summed(new RowSums.Loops(width), numbers, rows, length, width));
        }
    }

    /// Bits, all NaN alike, with what lies behind the sums.
    private static List<Integer> summed(
            RowSum sum, float[] numbers, int[] rows, int length, int width) {
        var table = new Memory(numbers.length);
        var to = new Memory(7L * width);
        Tile.store(numbers, 0, table.address(), numbers.length);
        sum.run(Native.EVERYWHERE, table.address(), rows, length, 6, to.address(), width);
        float[] result = new float[7 * width];
        Tile.load(to.address(), result, 0, result.length);
        return IntStream.range(0, result.length)
                .mapToObj(i -> Float.floatToIntBits(result[i]))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 70, 100})
    void rows_that_are_only_added_up_are_not_written_down(int width) {
        var graph = new Graph();
        Tensor table = graph.input("table", Shape.of(30, width));
        Tensor indices = graph.input("indices", Shape.of(3, 17, 900));
        Tensor found = graph.add(new Op.Gather(), table, indices);
        var outputs = Map.of("sum", found.sum(2));
        var program = Plan.of(graph, outputs);
        assertThat(program.steps()).singleElement().isInstanceOf(Instruction.SummedRows.class);
        assertThat(program.memory())
                .as("inputs and sums")
                .isLessThan(30 * width + 3 * 17 * 900 + 3 * 17 * width + 64);
        for (var others :
                List.of(
                        Map.of("sum", found.sum(2), "rows", found),
                        Map.of("sum", found.sum(2), "largest", found.max(2)),
                        Map.of("sum", found.sum(1)),
                        Map.of("sum", found.sum(3)),
                        Map.of("sum", found.sum(1, 2)))) {
            assertThat(Plan.of(graph, others).steps())
                    .noneMatch(step -> step instanceof Instruction.SummedRows);
        }
        var numbers = new HashMap<String, double[]>();
        numbers.put("table", random.doubles(30L * width, -1, 1).map(x -> (float) x).toArray());
        numbers.put("indices", random.doubles(3 * 17 * 900, 0, 29.9).toArray());
        double[] expected =
                List.copyOf(
                                Reference.evaluate(
                                                List.of(outputs.get("sum")),
                                                numbers,
                                                Map.of(),
                                                1,
                                                1)
                                        .values())
                        .getFirst();
        try (var execution = new Execution(program, new Variables())) {
            numbers.forEach((name, values) -> OpsTest.put(values, execution.input(name)));
            // Often enough for the vectors to take over, or not: the bits are the same.
            float[] first = null;
            for (int run = 0; run < 20; run++) {
                execution.run(1, 1, () -> false);
                float[] sums = execution.output("sum").toArray(ValueLayout.JAVA_FLOAT);
                for (int i = 0; i < sums.length; i++) {
                    assertThat((double) sums[i]).isCloseTo(expected[i], Offset.offset(1e-3));
                }
                first = first == null ? sums : first;
                assertThat(sums).containsExactly(first);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, -7, 30, 1e20f, Float.NaN, Float.POSITIVE_INFINITY})
    void an_index_outside_the_table_is_named_with_its_place(float wrong) {
        var indices = new Memory(200);
        float[] values = new float[200];
        Arrays.fill(values, 29.5f);
        values[3] = -0.5f;
        values[120] = wrong;
        Tile.store(values, 0, indices.address(), values.length);
        var read = new Indices(1000, 30, 150);
        assertThat(read.read(indices.address(), 0, 100)).startsWith(29, 29, 29, 0, 29);
        assertThatThrownBy(() -> read.read(indices.address(), 100, 100))
                .isInstanceOfSatisfying(
                        IndexOutOfTable.class,
                        e -> {
                            assertThat(e.row()).isEqualTo(1120);
                            assertThat(e.value()).isEqualTo(Float.valueOf(wrong));
                            assertThat(e.rows()).isEqualTo(30);
                        });
    }
}
