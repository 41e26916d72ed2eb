package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.graph.Op;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChainTest {
    static final float[] AWKWARD = {
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL / 3,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        1e-30f,
        3e20f
    };

    private static final List<Op.Elementwise> OPS =
            List.of(
                    new Op.Negate(),
                    new Op.Abs(),
                    new Op.Sqrt(),
                    new Op.Add(),
                    new Op.Subtract(),
                    new Op.Multiply(),
                    new Op.Divide(),
                    new Op.Maximum(),
                    new Op.Minimum(),
                    new Op.Less(),
                    new Op.LessOrEqual(),
                    new Op.Equal(),
                    new Op.Select(),
                    new Op.Exp(),
                    new Op.Sigmoid(),
                    new Op.Tanh());

    private static int operands(Op.Elementwise op) {
        return switch (op) {
            case Op.Negate _, Op.Abs _, Op.Sqrt _, Op.Exp _, Op.Sigmoid _, Op.Tanh _ -> 1;
            case Op.Select _ -> 3;
            default -> 2;
        };
    }

    private static ChainFormula formula(Random random) {
        int tiles = 1 + random.nextInt(4);
        var constants = new ArrayList<Float>();
        for (int i = random.nextInt(3); i > 0; i--) {
            constants.add(AWKWARD[random.nextInt(AWKWARD.length)]);
        }
        var links = new ArrayList<ChainFormula.Link>();
        var results = new ArrayList<Integer>();
        int length = 2 + random.nextInt(12);
        for (int i = 0; i < length; i++) {
            Op.Elementwise op = OPS.get(random.nextInt(OPS.size()));
            var operands = new ArrayList<Integer>();
            for (int k = 0; k < operands(op); k++) {
                operands.add(random.nextInt(tiles + constants.size() + i));
            }
            links.add(new ChainFormula.Link(op, operands));
            if (i == length - 1 || random.nextInt(4) == 0) {
                results.add(i);
            }
        }
        return new ChainFormula(tiles, constants, links, results);
    }

    private static float[][] tiles(ChainFormula formula, Random random) {
        var tiles = new float[formula.tiles() + formula.results().size()][Tile.SIZE];
        for (int i = 0; i < formula.tiles(); i++) {
            for (int j = 0; j < Tile.SIZE; j++) {
                tiles[i][j] =
                        random.nextInt(3) == 0
                                ? AWKWARD[random.nextInt(AWKWARD.length)]
                                : (float) random.nextGaussian();
            }
        }
        return tiles;
    }

    @Test
    void a_generated_loop_has_the_bits_of_the_loops_that_it_replaces() throws Exception {
        assumeTrue(ChainCompiler.isPossible());
        var random = new Random(1);
        for (int round = 0; round < 60; round++) {
            ChainFormula formula = formula(random);
            float[][] given = tiles(formula, random);
            float[][] byChain = copy(given);
            float[][] byLoops = copy(given);
            int n = 1 + random.nextInt(Tile.SIZE);
            ChainCompiler.compile(formula).run(byChain, n);
            new Promotion.Loops(formula).run(byLoops, n);
            for (int i = formula.tiles(); i < given.length; i++) {
                for (int j = 0; j < n; j++) {
                    // All NaN are one: which bits it carries is the processor's choice.
                    assertThat(Float.floatToIntBits(byChain[i][j]))
                            .as("number %d of result %d of %s", j, i, formula)
                            .isEqualTo(Float.floatToIntBits(byLoops[i][j]));
                }
            }
        }
    }

    private static float[][] copy(float[][] tiles) {
        var copy = new float[tiles.length][];
        for (int i = 0; i < tiles.length; i++) {
            copy[i] = tiles[i].clone();
        }
        return copy;
    }
}
