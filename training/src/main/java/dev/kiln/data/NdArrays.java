package dev.kiln.data;

import dev.kiln.tensor.Shape;

import org.nd4j.linalg.api.ndarray.INDArray;

import java.util.ArrayList;

/// The public edge to ND4J: arrays that a user hands in.
final class NdArrays {
    private NdArrays() {}

    static boolean holds(Object numbers) {
        return numbers instanceof INDArray;
    }

    /// A copy of the numbers in row-major order, whatever the array's own order, strides and type.
    static FloatArray read(Object numbers) {
        INDArray array = (INDArray) numbers;
        var sizes = new ArrayList<Integer>();
        for (long size : array.shape()) {
            sizes.add(Math.toIntExact(size));
        }
        if (sizes.isEmpty()) {
            sizes.add(1);
        }
        float[] values = array.isEmpty() ? new float[0] : array.dup('c').data().asFloat();
        return FloatArray.of(new Shape(sizes), values);
    }
}
