package dev.kiln.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The tile products of this processor, by how many vectors a row of the tile has: as many rows as its registers hold.
///
/// Whether there are any depends on the processor and on how the virtual machine was started, never on a measurement: other kernels would
/// give other bits.
final class TileProducts {
    /// Numbers in a vector; 0 where there are no tile products.
    static final int LANES = lanes();

    /// Most vectors in a row of a tile.
    static final int MOST = LANES == 16 ? 4 : 3;

    private static final Map<Kind, TileProduct> MADE = new ConcurrentHashMap<>();

    private record Kind(int vectors, boolean byChannel) {}

    private TileProducts() {}

    private static int lanes() {
        if (!ChainCompiler.isPossible() || !BlasKernels.hasFusedMultiplication()) {
            return 0;
        }
        try {
            // By their names: the module need not be there.
            Class<?> shapes = Class.forName("jdk.incubator.vector.VectorShape");
            Object preferred = shapes.getMethod("preferredShape").invoke(null);
            int lanes = (int) shapes.getMethod("vectorBitSize").invoke(preferred) / Float.SIZE;
            return lanes == 8 || lanes == 16 ? lanes : 0;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no Vector API in this virtual machine", e);
        }
    }

    /// Rows of a tile with so many vectors in a row.
    static int rows(int vectors) {
        return LANES == 16
                ? switch (vectors) {
                    case 1 -> 14;
                    case 2 -> 12;
                    case 3 -> 8;
                    default -> 6;
                }
                : switch (vectors) {
                    case 1 -> 10;
                    case 2 -> 6;
                    default -> 4;
                };
    }

    /// How many vectors the tiles have that rows of some numbers are cut into, from the left.
    static List<Integer> cut(int numbers) {
        int vectors = (numbers + LANES - 1) / LANES;
        var cut = new ArrayList<Integer>();
        while (vectors > 0) {
            int next = vectors == MOST + 1 && MOST == 3 ? 2 : Math.min(vectors, MOST);
            cut.add(next);
            vectors -= next;
        }
        return cut;
    }

    /// The product for tiles with so many vectors in a row. The first call makes it; [Warming] sees to it that it is
    /// fast.
    ///
    /// @param byChannel whether each column has left factors of its own: `out[r, c] += sum over i of in[rows[r] + list[i] + c] * m[i, c]`
    static TileProduct of(int vectors, boolean byChannel) {
        return MADE.computeIfAbsent(
                new Kind(vectors, byChannel), kind -> make(kind.vectors(), kind.byChannel()));
    }

    private static TileProduct make(int vectors, boolean byChannel) {
        try {
            int rows = rows(vectors);
            TileProduct product = TileProductCompiler.compile(rows, vectors, LANES, byChannel);
            warm(product, rows, vectors * LANES);
            return product;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no product for tiles of " + vectors + " vectors", e);
        }
    }

    private static void warm(TileProduct product, int rows, int columns) {
        int length = 24;
        int[] starts = new int[rows];
        int[] list = new int[length];
        Arrays.setAll(starts, row -> row * length);
        Arrays.setAll(list, i -> i);
        float[] in = new float[rows * length + columns];
        float[] m = new float[length * columns];
        float[] out = new float[rows * columns];
        Warming.await(
                () -> {
                    product.add(
                            true, in, starts, 0, list, 0, length, m, 0, columns, out, 0, columns);
                    product.add(
                            false, in, starts, 0, list, 0, length, m, 0, columns, out, 0, columns);
                });
    }
}
