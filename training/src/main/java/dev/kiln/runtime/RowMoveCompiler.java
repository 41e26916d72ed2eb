package dev.kiln.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/// Writes [RowMove]s as loops of Vector API calls over memory.
final class RowMoveCompiler {
    private static final int MEMORY = 1;
    private static final int FROM = 2;
    private static final int SOURCES = 4;
    private static final int FIRST_SOURCE = 5;
    private static final int SOURCE_BYTES = 6;
    private static final int TO = 8;
    private static final int TARGETS = 10;
    private static final int FIRST_TARGET = 11;
    private static final int TARGET_BYTES = 12;
    private static final int COUNT = 14;
    private static final int FLOATS = 15;
    private static final int ROW = 16;
    private static final int SOURCE = 17;
    private static final int TARGET = 19;
    private static final int DONE = 21;

    private final boolean adds;
    private final int lanes;
    private final CodeBuilder code;

    private RowMoveCompiler(boolean adds, int lanes, CodeBuilder code) {
        this.adds = adds;
        this.lanes = lanes;
        this.code = code;
    }

    /// @param adds  whether rows are added to what is there
    /// @param lanes numbers in a vector
    static RowMove compile(boolean adds, int lanes) throws ReflectiveOperationException {
        return VectorCode.define(
                RowMove.class, code -> new RowMoveCompiler(adds, lanes, code).write());
    }

    private void write() {
        code.loadConstant(0).istore(ROW);
        Label next = code.newLabel();
        Label row = code.newLabel();
        code.goto_(next).labelBinding(row);
        start(FROM, SOURCES, FIRST_SOURCE, SOURCE_BYTES);
        code.lstore(SOURCE);
        start(TO, TARGETS, FIRST_TARGET, TARGET_BYTES);
        code.lstore(TARGET);
        code.loadConstant(0).istore(DONE);
        Label test = code.newLabel();
        Label body = code.newLabel();
        code.goto_(test).labelBinding(body);
        load(SOURCE);
        if (adds) {
            load(TARGET);
            VectorCode.binary(code, "add");
        }
        code.aload(MEMORY);
        place(TARGET);
        VectorCode.storeMemory(code);
        code.iload(DONE).loadConstant(lanes).iadd().istore(DONE);
        code.labelBinding(test).iload(DONE).iload(FLOATS).if_icmplt(body);
        code.iinc(ROW, 1);
        code.labelBinding(next).iload(ROW).iload(COUNT).if_icmplt(row).return_();
    }

    private void start(int base, int list, int first, int bytes) {
        code.lload(base);
        code.aload(list).iload(first).iload(ROW).iadd().iaload().i2l();
        code.lload(bytes).lmul().ladd();
    }

    private void load(int start) {
        VectorCode.species(code);
        code.aload(MEMORY);
        place(start);
        VectorCode.loadMemory(code);
    }

    private void place(int start) {
        code.lload(start).iload(DONE).i2l().loadConstant((long) Float.BYTES).lmul().ladd();
    }
}
