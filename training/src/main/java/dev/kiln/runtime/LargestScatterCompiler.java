package dev.kiln.runtime;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/// Writes a [LargestScatter] for windows of one size as a straight line of Vector API calls.
final class LargestScatterCompiler {
    private static final int IN = 1;
    private static final int POSITIONS = 2;
    private static final int FROM = 3;
    private static final int COUNT = 4;
    private static final int PLACES = 5;
    private static final int VALUES = 6;
    private static final int TO = 7;
    private static final int CHANNELS = 8;
    private static final int END = 9;
    private static final int BASE = 10;
    private static final int CHANNEL = 11;
    private static final int ROW = 12;
    private static final int LARGEST = 13;
    private static final int LEFT = 14;
    private static final int ZERO = 15;
    private static final int FOUND = 16;
    private static final int FIRST = 17;

    private final int size;
    private final int lanes;
    private final CodeBuilder code;

    private LargestScatterCompiler(int size, int lanes, CodeBuilder code) {
        this.size = size;
        this.lanes = lanes;
        this.code = code;
    }

    /// @param size  places of a window
    /// @param lanes numbers in a vector
    static LargestScatter compile(int size, int lanes) throws ReflectiveOperationException {
        return VectorCode.define(
                LargestScatter.class,
                code -> new LargestScatterCompiler(size, lanes, code).write());
    }

    private void write() {
        code.iload(FROM).iload(COUNT).iadd().istore(END);
        code.loadConstant(0).istore(ROW);
        VectorCode.species(code);
        code.loadConstant(0f);
        VectorCode.broadcast(code);
        code.astore(ZERO);
        Label next = code.newLabel();
        Label window = code.newLabel();
        code.goto_(next).labelBinding(window);
        code.aload(POSITIONS).iload(FROM).iaload().istore(BASE);
        code.loadConstant(0).istore(CHANNEL);
        Label test = code.newLabel();
        Label body = code.newLabel();
        code.goto_(test).labelBinding(body);
        largest();
        send();
        code.iload(CHANNEL).loadConstant(lanes).iadd().istore(CHANNEL);
        code.labelBinding(test).iload(CHANNEL).iload(CHANNELS).if_icmplt(body);
        code.iload(ROW).iload(CHANNELS).iadd().istore(ROW);
        code.iinc(FROM, 1);
        code.labelBinding(next).iload(FROM).iload(END).if_icmplt(window).return_();
    }

    private void largest() {
        for (int place = 0; place < size; place++) {
            VectorCode.species(code);
            code.aload(IN);
            place(place);
            VectorCode.load(code);
            code.astore(FIRST + place);
            if (place > 0) {
                code.aload(LARGEST).aload(FIRST + place);
                VectorCode.binary(code, "max");
            } else {
                code.aload(FIRST);
            }
            code.astore(LARGEST);
        }
    }

    private void send() {
        VectorCode.species(code);
        code.aload(VALUES);
        row();
        VectorCode.load(code);
        code.astore(LEFT);
        for (int place = 0; place < size; place++) {
            VectorCode.isEqualOrNone(code, FIRST + place, LARGEST);
            code.astore(FOUND);
            VectorCode.species(code);
            code.aload(TO);
            place(place);
            VectorCode.load(code);
            code.aload(ZERO).aload(LEFT).aload(FOUND);
            VectorCode.blend(code);
            VectorCode.binary(code, "add");
            code.aload(TO);
            place(place);
            VectorCode.store(code);
            code.aload(LEFT).aload(ZERO).aload(FOUND);
            VectorCode.blend(code);
            code.astore(LEFT);
        }
    }

    private void place(int place) {
        code.iload(BASE).aload(PLACES).loadConstant(place).iaload().iadd();
        code.iload(CHANNEL).iadd();
    }

    private void row() {
        code.iload(ROW).iload(CHANNEL).iadd();
    }
}
