package dev.kiln.runtime;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// Vector code of the functions in [Approximations], operation by operation, so that the bits are the same. Each takes a
/// vector from the stack and leaves one there.
final class ChainFunctions {
    private static final String VECTORS = "jdk.incubator.vector.";
    private static final ClassDesc FLOATS = ClassDesc.of(VECTORS + "FloatVector");
    private static final ClassDesc INTS = ClassDesc.of(VECTORS + "IntVector");
    private static final ClassDesc VECTOR = ClassDesc.of(VECTORS + "Vector");
    private static final ClassDesc SPECIES = ClassDesc.of(VECTORS + "VectorSpecies");
    private static final ClassDesc OPERATORS = ClassDesc.of(VECTORS + "VectorOperators");
    private static final ClassDesc CONVERSION =
            ClassDesc.of(VECTORS + "VectorOperators$Conversion");
    private static final ClassDesc BINARY = ClassDesc.of(VECTORS + "VectorOperators$Binary");

    private final CodeBuilder code;

    /// Local variables from here on are free.
    private final int free;

    ChainFunctions(CodeBuilder code, int free) {
        this.code = code;
        this.free = free;
    }

    void sigmoid() {
        call("neg");
        exp();
        number("add", 1f);
        int below = free + 6;
        code.astore(below);
        broadcast(1f);
        code.aload(below);
        vector("div");
    }

    /// Up to 0.5 a polynomial, farther out by the exponential function.
    void tanh() {
        int x = free + 6;
        int t = free + 7;
        int e = free + 8;
        int u = free + 9;
        int beyond = free + 10;
        code.astore(x);
        code.aload(x);
        number("min", 0.5f);
        number("max", -0.5f);
        code.astore(t);
        code.aload(x);
        call("abs");
        number("max", 0.5f);
        number("mul", -2f);
        exp();
        code.astore(e);
        code.aload(t).aload(t);
        vector("mul");
        code.astore(u);
        // (1 - 2 * e / (1 + e)) - tanh(0.5)
        broadcast(1f);
        code.aload(e);
        number("mul", 2f);
        code.aload(e);
        number("add", 1f);
        vector("div");
        vector("sub");
        number("sub", 0.46211714f);
        code.astore(beyond);
        // p(u)
        code.aload(u);
        number("mul", -0.006955042f);
        number("add", 0.021470683f);
        horner(u, "sub", 0.053933468f);
        horner(u, "add", 0.13333225f);
        horner(u, "sub", 0.3333333f);
        // t * (1 + u * p) + beyond * (t + t)
        code.aload(u);
        vector("mul");
        number("add", 1f);
        code.aload(t);
        vector("mul");
        code.aload(t).aload(t);
        vector("add");
        code.aload(beyond);
        vector("mul");
        vector("add");
    }

    void exp() {
        int t = free;
        int k = free + 1;
        int r = free + 2;
        int polynomial = free + 3;
        int whole = free + 4;
        int half = free + 5;
        number("min", 89f);
        number("max", -105f);
        code.astore(t);
        code.aload(t);
        number("mul", 1.442695f);
        number("add", 12582912f);
        number("sub", 12582912f);
        code.astore(k);
        code.aload(t).aload(k);
        number("mul", 0.693359375f);
        vector("sub");
        code.aload(k);
        number("mul", -2.1219444e-4f);
        vector("sub");
        code.astore(r);
        code.aload(r);
        number("mul", 0.0013814544f);
        number("add", 0.00836878f);
        horner(r, "add", 0.041668393f);
        horner(r, "add", 0.1666652f);
        horner(r, "add", 0.49999994f);
        code.aload(r).aload(r);
        vector("mul");
        vector("mul");
        code.aload(r);
        vector("add");
        number("add", 1f);
        code.astore(polynomial);
        code.aload(k);
        code.getstatic(OPERATORS, "F2I", CONVERSION).loadConstant(0);
        code.invokevirtual(VECTOR, "convert", MethodTypeDesc.of(VECTOR, CONVERSION, CD_int));
        code.checkcast(INTS).astore(whole);
        code.aload(whole).getstatic(OPERATORS, "ASHR", BINARY).loadConstant(1);
        code.invokevirtual(INTS, "lanewise", MethodTypeDesc.of(INTS, BINARY, CD_int));
        code.astore(half);
        code.aload(polynomial);
        code.aload(half);
        powerOfTwo();
        vector("mul");
        code.aload(whole).aload(half);
        code.invokevirtual(INTS, "sub", MethodTypeDesc.of(INTS, VECTOR));
        powerOfTwo();
        vector("mul");
    }

    /// From whole numbers to the powers of 2: the exponent's bits.
    private void powerOfTwo() {
        code.loadConstant(127);
        code.invokevirtual(INTS, "add", MethodTypeDesc.of(INTS, CD_int));
        code.getstatic(OPERATORS, "LSHL", BINARY).loadConstant(23);
        code.invokevirtual(INTS, "lanewise", MethodTypeDesc.of(INTS, BINARY, CD_int));
        code.invokevirtual(INTS, "reinterpretAsFloats", MethodTypeDesc.of(FLOATS));
    }

    /// `top * x + number`, or minus it.
    private void horner(int x, String sign, float number) {
        code.aload(x);
        vector("mul");
        number(sign, number);
    }

    private void call(String name) {
        code.invokevirtual(FLOATS, name, MethodTypeDesc.of(FLOATS));
    }

    private void vector(String name) {
        code.invokevirtual(FLOATS, name, MethodTypeDesc.of(FLOATS, VECTOR));
    }

    private void number(String name, float value) {
        code.loadConstant(value);
        code.invokevirtual(FLOATS, name, MethodTypeDesc.of(FLOATS, CD_float));
    }

    private void broadcast(float value) {
        code.getstatic(FLOATS, "SPECIES_PREFERRED", SPECIES).loadConstant(value);
        code.invokestatic(FLOATS, "broadcast", MethodTypeDesc.of(FLOATS, SPECIES, CD_float));
    }
}
