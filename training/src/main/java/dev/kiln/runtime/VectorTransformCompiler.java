package dev.kiln.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/// Writes `M X M'` as a class of Vector API calls: additions only, and multiplications where a coefficient is neither 1 nor -1.
final class VectorTransformCompiler {
    private static final int IN = 1;
    private static final int IN_STARTS = 2;
    private static final int IN_PLACES = 3;
    private static final int OUT = 4;
    private static final int OUT_STARTS = 5;
    private static final int OUT_PLACES = 6;
    private static final int FROM = 7;
    private static final int COUNT = 8;
    private static final int CHANNELS = 9;
    private static final int CHANNEL = 10;
    private static final int FIRST = 11;

    private final float[][] matrix;
    private final int lanes;
    private final CodeBuilder code;
    private final int rows;
    private final int columns;

    private VectorTransformCompiler(float[][] matrix, int lanes, CodeBuilder code) {
        this.matrix = matrix;
        this.lanes = lanes;
        this.code = code;
        this.rows = matrix.length;
        this.columns = matrix[0].length;
    }

    /// @param matrix `M`, that turns columns of blocks into others
    /// @param lanes  numbers in a vector
    static VectorTransform compile(float[][] matrix, int lanes)
            throws ReflectiveOperationException {
        return VectorCode.define(
                VectorTransform.class,
                code -> new VectorTransformCompiler(matrix, lanes, code).write());
    }

    private void write() {
        code.iload(FROM).iload(COUNT).iadd().istore(COUNT);
        Label next = code.newLabel();
        Label block = code.newLabel();
        code.goto_(next).labelBinding(block);
        code.loadConstant(0).istore(CHANNEL);
        Label test = code.newLabel();
        Label body = code.newLabel();
        code.goto_(test).labelBinding(body);
        body();
        code.iload(CHANNEL).loadConstant(lanes).iadd().istore(CHANNEL);
        code.labelBinding(test).iload(CHANNEL).iload(CHANNELS).if_icmplt(body);
        code.iinc(FROM, 1);
        code.labelBinding(next).iload(FROM).iload(COUNT).if_icmplt(block).return_();
    }

    private void body() {
        for (int i = 0; i < columns * columns; i++) {
            VectorCode.species(code);
            code.aload(IN);
            place(IN_STARTS, IN_PLACES, i);
            VectorCode.load(code);
            code.astore(FIRST + i);
        }
        int between = FIRST + columns * columns;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                combine(row, FIRST + column, columns);
                code.astore(between + row * columns + column);
            }
        }
        for (int row = 0; row < rows; row++) {
            for (int other = 0; other < rows; other++) {
                combine(other, between + row * columns, 1);
                code.aload(OUT);
                place(OUT_STARTS, OUT_PLACES, row * rows + other);
                VectorCode.store(code);
            }
        }
    }

    /// The sum of vectors, each `step` variables behind the one before, with the coefficients of a row.
    private void combine(int row, int first, int step) {
        boolean isFirst = true;
        for (int i = 0; i < columns; i++) {
            float coefficient = matrix[row][i];
            if (coefficient == 0) {
                continue;
            }
            code.aload(first + i * step);
            if (Math.abs(coefficient) != 1) {
                VectorCode.multiply(code, Math.abs(coefficient));
            }
            if (isFirst && coefficient < 0) {
                VectorCode.unary(code, "neg");
            } else if (!isFirst) {
                VectorCode.binary(code, coefficient < 0 ? "sub" : "add");
            }
            isFirst = false;
        }
    }

    private void place(int starts, int places, int number) {
        code.aload(starts).iload(FROM).iaload();
        code.aload(places).loadConstant(number).iaload().iadd();
        code.iload(CHANNEL).iadd();
    }
}
