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

    private final float[][] matrix;

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

    /// The same by plain loops, with the same bits.
    VectorTransform loops() {
        return (in, inStarts, inPlaces, out, outStarts, outPlaces, from, count, channels) -> {
            int columns = matrix[0].length;
            float[] block = new float[columns * columns];
            float[] between = new float[matrix.length * columns];
            for (int b = from; b < from + count; b++) {
                for (int channel = 0; channel < channels; channel++) {
                    for (int i = 0; i < block.length; i++) {
                        block[i] = in[inStarts[b] + inPlaces[i] + channel];
                    }
                    for (int i = 0; i < between.length; i++) {
                        between[i] = combine(i / columns, block, i % columns, columns);
                    }
                    for (int i = 0; i < outPlaces.length; i++) {
                        int row = i / matrix.length;
                        out[outStarts[b] + outPlaces[i] + channel] =
                                combine(i % matrix.length, between, row * columns, 1);
                    }
                }
            }
        };
    }

    private float combine(int row, float[] numbers, int first, int step) {
        float sum = 0;
        boolean isFirst = true;
        for (int i = 0; i < matrix[row].length; i++) {
            float coefficient = matrix[row][i];
            if (coefficient != 0) {
                float number = numbers[first + i * step] * Math.abs(coefficient);
                float signed = coefficient < 0 ? -number : number;
                sum = isFirst ? signed : sum + signed;
                isFirst = false;
            }
        }
        return sum;
    }
}
