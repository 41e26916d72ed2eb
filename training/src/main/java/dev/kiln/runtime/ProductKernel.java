package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import dev.kiln.plan.Instruction;
import dev.kiln.plan.View;
import java.util.function.ToLongFunction;
import org.bytedeco.openblas.global.openblas;

/// Matrix products by `cblas_sgemm`, one call for each matrix of a batch.
final class ProductKernel implements Kernel {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;
    private static final int TRANSPOSED = 112;

    private final int rows;
    private final int columns;
    private final int inner;
    private final int left;
    private final int right;
    private final int leftWidth;
    private final int rightWidth;
    private final long[] leftAddresses;
    private final long[] rightAddresses;
    private final long to;
    private final Native.Place leftPlace = new Native.Place();
    private final Native.Place rightPlace = new Native.Place();
    private final Native.Place toPlace = new Native.Place();

    ProductKernel(Instruction.Product product, ToLongFunction<View> address) {
        View l = product.left();
        View r = product.right();
        rows = product.result().shape().get(-2);
        columns = product.result().shape().get(-1);
        inner = l.shape().get(product.transposeLeft() ? -2 : -1);
        left = product.transposeLeft() ? TRANSPOSED : AS_IT_IS;
        right = product.transposeRight() ? TRANSPOSED : AS_IT_IS;
        leftWidth = width(l);
        rightWidth = width(r);
        leftAddresses = matrices(l, address.applyAsLong(l));
        rightAddresses = matrices(r, address.applyAsLong(r));
        to = address.applyAsLong(product.result());
    }

    /// Floats from one row to the next.
    private static int width(View view) {
        int columns = Math.max(view.shape().get(-1), 1);
        int rank = view.shape().rank();
        return view.shape().get(-2) == 1 ? columns : Math.max(view.strides().get(rank - 2), columns);
    }

    private static long[] matrices(View view, long start) {
        int leading = view.shape().rank() - 2;
        long[] places = new long[Math.toIntExact(view.shape().slice(0, leading).size())];
        for (int i = 0; i < places.length; i++) {
            long place = start;
            int rest = i;
            for (int axis = leading - 1; axis >= 0; axis--) {
                int size = view.shape().get(axis);
                place += (long) (rest % size) * view.strides().get(axis) * Float.BYTES;
                rest /= size;
            }
            places[i] = place;
        }
        return places;
    }

    @Override
    public void run(Moment moment) {
        long bytes = (long) rows * columns * Float.BYTES;
        if (inner == 0) {
            EVERYWHERE.asSlice(to, leftAddresses.length * bytes).fill((byte) 0);
            return;
        }
        if (bytes == 0) {
            return;
        }
        for (int i = 0; i < leftAddresses.length; i++) {
            openblas.cblas_sgemm(ROW_MAJOR, left, right, rows, columns, inner,
                    1, leftPlace.at(leftAddresses[i]), leftWidth, rightPlace.at(rightAddresses[i]), rightWidth,
                    0, toPlace.at(to + i * bytes), columns);
        }
    }
}
