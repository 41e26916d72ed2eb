package dev.kiln.runtime;

import dev.kiln.plan.Instruction;
import dev.kiln.plan.View;

import org.bytedeco.openblas.global.openblas;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Matrix products by `cblas_sgemm`, one call for each matrix of a batch.
final class ProductKernel implements Kernel {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;
    private static final int TRANSPOSED = 112;

    /// Rows that the library works on together: halves are multiples of it.
    private static final int ROWS = 16;

    private final int rows;
    private final long matrixBytes;
    private final int columns;
    private final int inner;
    private final int left;
    private final int right;
    private final int leftWidth;
    private final int rightWidth;
    private final long[] leftAddresses;
    private final long[] rightAddresses;
    private final long fixedTo;
    private final Anchor leftAnchor;
    private final Anchor rightAnchor;
    private final Anchor toAnchor;
    private final Native.Place leftPlace = new Native.Place();
    private final Native.Place rightPlace = new Native.Place();
    private final Native.Place toPlace = new Native.Place();

    /// Matrices, and rows of each result, that a part works on.
    private record Part(int firstMatrix, int endMatrix, int firstRow, int endRow) {}

    /// The product, in halves where that is worth a second thread: half of the matrices, or half of the rows.
    static Kernel of(
            Instruction.Product product,
            ToLongFunction<View> address,
            Function<View, Anchor> anchor) {
        int rows = product.result().shape().get(-2);
        int matrices =
                (int) product.result().shape().slice(0, product.result().shape().rank() - 2).size();
        int inner = product.left().shape().get(product.transposeLeft() ? -2 : -1);
        double work = 2.0 * product.result().size() * inner;
        if (work < ConvolutionKernel.WORTH_HALVING || (matrices < 2 && rows < 2 * ROWS)) {
            return new ProductKernel(product, address, anchor, new Part(0, matrices, 0, rows));
        }
        int halfMatrices = matrices / 2;
        int halfRows = Math.ceilDiv(rows / 2, ROWS) * ROWS;
        return matrices > 1
                ? new HalvedKernel(
                        new ProductKernel(
                                product, address, anchor, new Part(0, halfMatrices, 0, rows)),
                        new ProductKernel(
                                product,
                                address,
                                anchor,
                                new Part(halfMatrices, matrices, 0, rows)))
                : new HalvedKernel(
                        new ProductKernel(product, address, anchor, new Part(0, 1, 0, halfRows)),
                        new ProductKernel(
                                product, address, anchor, new Part(0, 1, halfRows, rows)));
    }

    private ProductKernel(
            Instruction.Product product,
            ToLongFunction<View> address,
            Function<View, Anchor> anchor,
            Part part) {
        View l = product.left();
        View r = product.right();
        rows = part.endRow - part.firstRow;
        matrixBytes =
                product.result().shape().get(-2)
                        * (long) product.result().shape().get(-1)
                        * Float.BYTES;
        columns = product.result().shape().get(-1);
        inner = l.shape().get(product.transposeLeft() ? -2 : -1);
        left = product.transposeLeft() ? TRANSPOSED : AS_IT_IS;
        right = product.transposeRight() ? TRANSPOSED : AS_IT_IS;
        leftAnchor = anchor.apply(l);
        rightAnchor = anchor.apply(r);
        toAnchor = anchor.apply(product.result());
        leftWidth = width(l);
        rightWidth = width(r);
        long firstRow =
                (long) part.firstRow * (product.transposeLeft() ? 1 : leftWidth) * Float.BYTES;
        leftAddresses =
                Arrays.copyOfRange(
                        matrices(l, address.applyAsLong(l) + firstRow),
                        part.firstMatrix,
                        part.endMatrix);
        rightAddresses =
                Arrays.copyOfRange(
                        matrices(r, address.applyAsLong(r)), part.firstMatrix, part.endMatrix);
        fixedTo =
                address.applyAsLong(product.result())
                        + part.firstMatrix * matrixBytes
                        + (long) part.firstRow * columns * Float.BYTES;
    }

    /// Floats from one row to the next.
    private static int width(View view) {
        int columns = Math.max(view.shape().get(-1), 1);
        int rank = view.shape().rank();
        return view.shape().get(-2) == 1
                ? columns
                : Math.max(view.strides().get(rank - 2), columns);
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
        long to = fixedTo + toAnchor.shift();
        if (inner == 0) {
            Native.zero(to, leftAddresses.length * matrixBytes / Float.BYTES);
            return;
        }
        if (matrixBytes == 0) {
            return;
        }
        for (int i = 0; i < leftAddresses.length; i++) {
            openblas.cblas_sgemm(
                    ROW_MAJOR,
                    left,
                    right,
                    rows,
                    columns,
                    inner,
                    1,
                    leftPlace.at(leftAddresses[i] + leftAnchor.shift()),
                    leftWidth,
                    rightPlace.at(rightAddresses[i] + rightAnchor.shift()),
                    rightWidth,
                    0,
                    toPlace.at(to + i * matrixBytes),
                    columns);
        }
    }
}
