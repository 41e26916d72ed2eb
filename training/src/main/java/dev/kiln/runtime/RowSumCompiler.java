package dev.kiln.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/// Writes a [RowSum] as loops of Vector API calls over memory, which holds the sums of a vector's width in registers; what of a row does not fill a
/// vector is masked.
final class RowSumCompiler {
    private static final int MEMORY = 1;
    private static final int TABLE = 2;
    private static final int ROWS = 4;
    private static final int LENGTH = 5;
    private static final int COUNT = 6;
    private static final int TO = 7;
    private static final int FLOATS = 9;
    private static final int SUM = 10;
    private static final int FIRST = 11;
    private static final int END = 12;
    private static final int PAIRS = 13;
    private static final int ROW = 14;
    private static final int DONE = 15;
    private static final int MASK = 16;
    private static final int BASE = 17;
    private static final int BYTES = 19;
    private static final int PARTS = 21;

    /// More would be more than the compiler of first resort can take, and what it cannot take is not handed to the next one.
    private static final int PART_COUNT = 2;

    private final int lanes;
    private final boolean isWhole;
    private final CodeBuilder code;

    private RowSumCompiler(int lanes, boolean isWhole, CodeBuilder code) {
        this.lanes = lanes;
        this.isWhole = isWhole;
        this.code = code;
    }

    /// @param lanes   numbers in a vector
    /// @param isWhole whether rows have a multiple of so many numbers
    static RowSum compile(int lanes, boolean isWhole) throws ReflectiveOperationException {
        return VectorCode.define(
                RowSum.class, code -> new RowSumCompiler(lanes, isWhole, code).write());
    }

    private void write() {
        code.iload(FLOATS).i2l().loadConstant((long) Float.BYTES).lmul().lstore(BYTES);
        code.loadConstant(0).istore(FIRST);
        loop(
                SUM,
                COUNT,
                1,
                () -> {
                    code.iload(FIRST).iload(LENGTH).iadd().istore(END);
                    code.iload(LENGTH).loadConstant(-PART_COUNT).iand().iload(FIRST).iadd();
                    code.istore(PAIRS);
                    loop(DONE, FLOATS, lanes, this::columns);
                    code.lload(TO).lload(BYTES).ladd().lstore(TO);
                    code.iload(END).istore(FIRST);
                });
        code.return_();
    }

    /// The sums of one vector's width.
    private void columns() {
        if (!isWhole) {
            VectorCode.maskOfRest(code, DONE, FLOATS);
            code.astore(MASK);
        }
        code.lload(TABLE).iload(DONE).i2l().loadConstant((long) Float.BYTES).lmul().ladd();
        code.lstore(BASE);
        for (int part = 0; part < PART_COUNT; part++) {
            VectorCode.species(code);
            code.loadConstant(0f);
            VectorCode.broadcast(code);
            code.astore(PARTS + part);
        }
        code.iload(FIRST).istore(ROW);
        rows(
                PAIRS,
                PART_COUNT,
                () -> {
                    for (int part = 0; part < PART_COUNT; part++) {
                        add(part, part);
                    }
                });
        rows(END, 1, () -> add(0, 0));
        code.aload(PARTS).aload(PARTS + 1);
        VectorCode.binary(code, "add");
        code.aload(MEMORY);
        code.lload(TO).iload(DONE).i2l().loadConstant((long) Float.BYTES).lmul().ladd();
        if (isWhole) {
            VectorCode.storeMemory(code);
        } else {
            VectorCode.storeMemory(code, MASK);
        }
    }

    private void add(int part, int behind) {
        code.aload(PARTS + part);
        VectorCode.species(code);
        code.aload(MEMORY).lload(BASE);
        code.aload(ROWS).iload(ROW).loadConstant(behind).iadd().iaload().i2l();
        code.lload(BYTES).lmul().ladd();
        if (isWhole) {
            VectorCode.loadMemory(code);
        } else {
            VectorCode.loadMemory(code, MASK);
        }
        VectorCode.binary(code, "add");
        code.astore(PARTS + part);
    }

    /// A loop from 0.
    private void loop(int counter, int end, int step, Runnable body) {
        code.loadConstant(0).istore(counter);
        Label test = code.newLabel();
        Label begin = code.newLabel();
        code.goto_(test).labelBinding(begin);
        body.run();
        code.iload(counter).loadConstant(step).iadd().istore(counter);
        code.labelBinding(test).iload(counter).iload(end).if_icmplt(begin);
    }

    /// A loop over rows from where the last one ended.
    private void rows(int end, int step, Runnable body) {
        Label test = code.newLabel();
        Label begin = code.newLabel();
        code.goto_(test).labelBinding(begin);
        body.run();
        code.iinc(ROW, step);
        code.labelBinding(test).iload(ROW).iload(end).if_icmplt(begin);
    }
}
