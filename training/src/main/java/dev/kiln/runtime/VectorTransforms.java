package dev.kiln.runtime;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The maps of Winograd's minimal convolution of blocks of two by two with a kernel of three by three: 16 multiplications instead of 36.
///
/// Source: Lavin & Gray 2015, https://arxiv.org/abs/1509.09308, section 4.1. The gradient of the kernel uses the same maps the other way
/// round.
enum VectorTransforms {
    /// A block of an image: 4 x 4 to 4 x 4.
    IMAGE(new float[][] {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}}),

    /// A kernel: 3 x 3 to 4 x 4.
    KERNEL(new float[][] {{1, 0, 0}, {0.5f, 0.5f, 0.5f}, {0.5f, -0.5f, 0.5f}, {0, 0, 1}}),

    /// Products to a block of the result: 4 x 4 to 2 x 2.
    RESULT(new float[][] {{1, 1, 1, 0}, {0, 1, -1, -1}}),

    /// What arrives at a block of the result: 2 x 2 to 4 x 4.
    ARRIVING(turned(RESULT.matrix)),

    /// Sums of products to a kernel's gradient: 4 x 4 to 3 x 3.
    GRADIENT(turned(KERNEL.matrix));

    private static final int CHANNELS = 32;
    private static final int BLOCKS = 2;

    private static final Map<VectorTransforms, VectorTransform> MADE = new ConcurrentHashMap<>();

    final float[][] matrix;

    VectorTransforms(float[][] matrix) {
        this.matrix = matrix;
    }

    private static float[][] turned(float[][] matrix) {
        float[][] turned = new float[matrix[0].length][matrix.length];
        for (int row = 0; row < turned.length; row++) {
            for (int column = 0; column < matrix.length; column++) {
                turned[row][column] = matrix[column][row];
            }
        }
        return turned;
    }

    /// Numbers of a block that comes out.
    int results() {
        return matrix.length * matrix.length;
    }

    /// The compiled map; the first call makes it, and [Warming] sees to it that it is fast.
    VectorTransform compiled() {
        return MADE.computeIfAbsent(this, VectorTransforms::make);
    }

    private static VectorTransform make(VectorTransforms wanted) {
        try {
            VectorTransform made =
                    VectorTransformCompiler.compile(wanted.matrix, TileProducts.LANES);
            wanted.warm(made);
            return made;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no transform " + wanted, e);
        }
    }

    private void warm(VectorTransform made) {
        int from = matrix[0].length * matrix[0].length;
        int to = results();
        float[] in = new float[BLOCKS * from * CHANNELS];
        float[] out = new float[BLOCKS * to * CHANNELS];
        int[] inStarts = new int[BLOCKS];
        int[] outStarts = new int[BLOCKS];
        int[] inPlaces = new int[from];
        int[] outPlaces = new int[to];
        Arrays.setAll(inStarts, block -> block * from * CHANNELS);
        Arrays.setAll(outStarts, block -> block * to * CHANNELS);
        Arrays.setAll(inPlaces, i -> i * CHANNELS);
        Arrays.setAll(outPlaces, i -> i * CHANNELS);
        Warming.await(
                () ->
                        made.apply(
                                in, inStarts, inPlaces, out, outStarts, outPlaces, 0, BLOCKS,
                                CHANNELS));
    }
}
