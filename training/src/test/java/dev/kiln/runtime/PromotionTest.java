package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.graph.Op;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.function.Supplier;

/// What is generated is compiled and taken up; what is not is right all the same, and a hundred times slower.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(100)
class PromotionTest {
    private static final long PLENTY = 1_000_000;

    @BeforeEach
    void needs_a_processor_with_vectors() {
        assumeTrue(TileProducts.LANES > 0);
    }

    private static <T> T soon(Supplier<T> wanted) {
        T found = wanted.get();
        while (found == null) {
            Thread.onSpinWait();
            found = wanted.get();
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource(RowSums.class)
    void sums_of_rows_are_compiled(RowSums kind) {
        int floats = 2 * TileProducts.LANES + (kind == RowSums.WHOLE ? 0 : 1);
        assertThat(soon(() -> RowSums.after(floats, PLENTY))).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(RowMoves.class)
    void moves_of_rows_are_compiled(RowMoves moves) {
        assertThat(soon(() -> moves.of(2 * TileProducts.LANES, PLENTY))).isNotNull();
    }

    @Test
    void chains_are_compiled() {
        var formula =
                new ChainFormula(
                        2,
                        List.of(),
                        List.of(
                                new ChainFormula.Link(new Op.Multiply(), List.of(0, 1)),
                                new ChainFormula.Link(new Op.Add(), List.of(0, 2)),
                                new ChainFormula.Link(new Op.Multiply(), List.of(2, 3)),
                                new ChainFormula.Link(new Op.Subtract(), List.of(4, 1)),
                                new ChainFormula.Link(new Op.Sqrt(), List.of(5))),
                        List.of(4));
        var state = Promotion.ask(formula);
        soon(() -> state.isDecided() ? state : null);
        assertThat(state.chain()).isNotNull();
    }

    @Test
    void what_a_program_waits_for_is_compiled_when_it_begins() {
        int vectors = TileProducts.MOST;
        TileProduct product = TileProducts.of(vectors, false);
        VectorTransform transform = VectorTransforms.RESULT.compiled();
        LargestScatter scatter = LargestScatters.of(4);
        Warming.finish();
        int wide = vectors * TileProducts.LANES;
        int[] none = new int[16];
        float[] numbers = new float[1000];
        assertThat(isCompiled(() -> add(product, true, none, numbers, wide))).isTrue();
        assertThat(isCompiled(() -> add(product, false, none, numbers, wide))).isTrue();
        assertThat(
                        isCompiled(
                                () ->
                                        transform.apply(
                                                numbers,
                                                none,
                                                none,
                                                numbers,
                                                none,
                                                none,
                                                0,
                                                1,
                                                TileProducts.LANES)))
                .isTrue();
        assertThat(
                        isCompiled(
                                () ->
                                        scatter.add(
                                                numbers,
                                                none,
                                                0,
                                                1,
                                                none,
                                                numbers,
                                                numbers,
                                                TileProducts.LANES)))
                .isTrue();
    }

    private static void add(
            TileProduct product, boolean isFirst, int[] none, float[] numbers, int wide) {
        product.add(isFirst, numbers, none, 0, none, 0, 3, numbers, 0, wide, numbers, 0, wide);
    }

    /// Where a single run leaves no object, none is left to compile.
    private static boolean isCompiled(Runnable vectors) {
        return new Boxes(vectors).areGone();
    }

    @Test
    void what_is_generated_has_the_name_that_the_command_line_has_compiled_at_once()
            throws ReflectiveOperationException {
        assertThat(RowSums.WHOLE.compiled().getClass().getName())
                .startsWith("dev.kiln.runtime.Compiled");
        assertThat(Chains.Stretch.class.getName()).isEqualTo("dev.kiln.runtime.Chains$Stretch");
        assertThat(Chains.Stretch.class.getDeclaredMethods())
                .extracting(java.lang.reflect.Method::getName)
                .contains("call");
    }
}
