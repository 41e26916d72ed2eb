package dev.kiln.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/// Writes a [TileProduct] as a class of Vector API calls that keeps the whole tile in registers.
final class TileProductCompiler {
    private static final int IS_FIRST = 1;
    private static final int IN = 2;
    private static final int ROWS = 3;
    private static final int FIRST_ROW = 4;
    private static final int LIST = 5;
    private static final int FROM = 6;
    private static final int COUNT = 7;
    private static final int M = 8;
    private static final int M_BASE = 9;
    private static final int M_STRIDE = 10;
    private static final int OUT = 11;
    private static final int OUT_BASE = 12;
    private static final int OUT_STRIDE = 13;
    private static final int END = 14;
    private static final int PLACE = 15;
    private static final int LEFT = 16;
    private static final int FIRST = 17;

    private final int rows;
    private final int vectors;
    private final int lanes;
    private final boolean byChannel;
    private final CodeBuilder code;

    private TileProductCompiler(
            int rows, int vectors, int lanes, boolean byChannel, CodeBuilder code) {
        this.byChannel = byChannel;
        this.rows = rows;
        this.vectors = vectors;
        this.lanes = lanes;
        this.code = code;
    }

    /// @param rows      of the tile
    /// @param vectors   in a row of the tile
    /// @param lanes     numbers in a vector
    /// @param byChannel whether each column of the tile has left factors of its own, one behind the other
    static TileProduct compile(int rows, int vectors, int lanes, boolean byChannel)
            throws ReflectiveOperationException {
        return VectorCode.define(
                TileProduct.class,
                code -> new TileProductCompiler(rows, vectors, lanes, byChannel, code).write());
    }

    private void write() {
        for (int r = 0; r < rows; r++) {
            code.aload(ROWS).iload(FIRST_ROW).loadConstant(r).iadd().iaload().istore(row(r));
        }
        Label later = code.newLabel();
        Label begun = code.newLabel();
        code.iload(IS_FIRST).ifeq(later);
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                VectorCode.species(code);
                code.loadConstant(0f);
                VectorCode.broadcast(code);
                code.astore(sum(r, v));
            }
        }
        code.goto_(begun).labelBinding(later);
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                VectorCode.species(code);
                code.aload(OUT);
                place(r, v);
                VectorCode.load(code);
                code.astore(sum(r, v));
            }
        }
        code.labelBinding(begun);
        code.iload(FROM).iload(COUNT).iadd().istore(END);
        Label test = code.newLabel();
        Label body = code.newLabel();
        code.goto_(test).labelBinding(body);
        body();
        code.iinc(FROM, 1);
        code.labelBinding(test).iload(FROM).iload(END).if_icmplt(body);
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                code.aload(sum(r, v)).aload(OUT);
                place(r, v);
                VectorCode.store(code);
            }
        }
        code.return_();
    }

    private void body() {
        code.aload(LIST).iload(FROM).iaload().istore(PLACE);
        for (int v = 0; v < vectors; v++) {
            VectorCode.species(code);
            code.aload(M).iload(M_BASE).loadConstant(v * lanes).iadd();
            VectorCode.load(code);
            code.astore(right(v));
        }
        code.iload(M_BASE).iload(M_STRIDE).iadd().istore(M_BASE);
        for (int r = 0; r < rows; r++) {
            if (!byChannel) {
                VectorCode.species(code);
                code.aload(IN).iload(row(r)).iload(PLACE).iadd().faload();
                VectorCode.broadcast(code);
                code.astore(LEFT);
            }
            for (int v = 0; v < vectors; v++) {
                if (byChannel) {
                    VectorCode.species(code);
                    code.aload(IN).iload(row(r)).iload(PLACE).iadd();
                    code.loadConstant(v * lanes).iadd();
                    VectorCode.load(code);
                    code.astore(LEFT);
                }
                code.aload(LEFT).aload(right(v)).aload(sum(r, v));
                VectorCode.multiplyAndAdd(code);
                code.astore(sum(r, v));
            }
        }
    }

    private void place(int r, int v) {
        code.iload(OUT_BASE).loadConstant(r).iload(OUT_STRIDE).imul().iadd();
        code.loadConstant(v * lanes).iadd();
    }

    private int row(int r) {
        return FIRST + r;
    }

    private int right(int v) {
        return FIRST + rows + v;
    }

    private int sum(int r, int v) {
        return FIRST + rows + vectors + r * vectors + v;
    }
}
