package dev.kiln.runtime;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;

/// Writes calls of the Vector API into generated classes.
///
/// The incubator module is named only inside the generated code, so that Kiln runs without it.
final class VectorCode {
    static final ClassDesc NUMBERS = CD_float.arrayType();
    static final ClassDesc PLACES = CD_int.arrayType();

    private static final String PACKAGE = "jdk.incubator.vector.";
    private static final ClassDesc FLOAT_VECTOR = ClassDesc.of(PACKAGE + "FloatVector");
    private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE + "Vector");
    private static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
    private static final ClassDesc ORDER = ClassDesc.of("java.nio.ByteOrder");
    private static final ClassDesc MASK = ClassDesc.of(PACKAGE + "VectorMask");
    private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE + "VectorOperators");
    private static final ClassDesc COMPARISON =
            ClassDesc.of(PACKAGE + "VectorOperators$Comparison");
    private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE + "VectorSpecies");

    private VectorCode() {}

    /// Makes the only object of a new class.
    ///
    /// @param type what it implements; an interface of this room with one method
    /// @param body writes that method
    static <T> T define(Class<T> type, Consumer<CodeBuilder> body)
            throws ReflectiveOperationException {
        var method = type.getDeclaredMethods()[0];
        var descriptor =
                MethodTypeDesc.ofDescriptor(
                        java.lang.invoke.MethodType.methodType(
                                        method.getReturnType(), method.getParameterTypes())
                                .descriptorString());
        byte[] bytes =
                ClassFile.of()
                        .build(
                                ClassDesc.of(
                                        type.getPackageName() + ".Compiled" + type.getSimpleName()),
                                made -> {
                                    made.withFlags(ACC_FINAL);
                                    made.withInterfaceSymbols(ClassDesc.of(type.getName()));
                                    made.withMethodBody(
                                            INIT_NAME,
                                            MTD_void,
                                            ACC_PUBLIC,
                                            code ->
                                                    code.aload(0)
                                                            .invokespecial(
                                                                    CD_Object, INIT_NAME, MTD_void)
                                                            .return_());
                                    made.withMethodBody(
                                            method.getName(), descriptor, ACC_PUBLIC, body);
                                });
        return type.cast(
                MethodHandles.lookup()
                        .defineHiddenClass(bytes, true)
                        .lookupClass()
                        .getDeclaredConstructor()
                        .newInstance());
    }

    static void species(CodeBuilder code) {
        code.getstatic(FLOAT_VECTOR, "SPECIES_PREFERRED", SPECIES);
    }

    /// The species, an array and a place in it are on the stack; then the numbers from there on.
    static void load(CodeBuilder code) {
        code.invokestatic(
                FLOAT_VECTOR,
                "fromArray",
                MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, NUMBERS, CD_int));
    }

    /// A vector, an array and a place in it are on the stack.
    static void store(CodeBuilder code) {
        code.invokevirtual(FLOAT_VECTOR, "intoArray", MethodTypeDesc.of(CD_void, NUMBERS, CD_int));
    }

    /// The species, a segment and a place in it are on the stack; then the numbers from there on.
    static void loadMemory(CodeBuilder code) {
        order(code);
        code.invokestatic(
                FLOAT_VECTOR,
                "fromMemorySegment",
                MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, SEGMENT, CD_long, ORDER));
    }

    /// A vector, a segment and a place in it are on the stack.
    static void storeMemory(CodeBuilder code) {
        order(code);
        code.invokevirtual(
                FLOAT_VECTOR,
                "intoMemorySegment",
                MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER));
    }

    /// The species, a segment and a place in it are on the stack; then the numbers from there on where the mask is, and 0 elsewhere.
    ///
    /// @param mask the variable that holds it
    static void loadMemory(CodeBuilder code, int mask) {
        order(code);
        code.aload(mask);
        code.invokestatic(
                FLOAT_VECTOR,
                "fromMemorySegment",
                MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, SEGMENT, CD_long, ORDER, MASK));
    }

    /// A vector, a segment and a place in it are on the stack.
    ///
    /// @param mask the variable that holds where numbers are written
    static void storeMemory(CodeBuilder code, int mask) {
        order(code);
        code.aload(mask);
        code.invokevirtual(
                FLOAT_VECTOR,
                "intoMemorySegment",
                MethodTypeDesc.of(CD_void, SEGMENT, CD_long, ORDER, MASK));
    }

    /// A mask: the vector's numbers from one variable on that lie before another.
    static void maskOfRest(CodeBuilder code, int from, int end) {
        species(code);
        code.iload(from).iload(end);
        code.invokeinterface(SPECIES, "indexInRange", MethodTypeDesc.of(MASK, CD_int, CD_int));
    }

    private static void order(CodeBuilder code) {
        code.invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER));
    }

    /// The species and a number are on the stack.
    static void broadcast(CodeBuilder code) {
        code.invokestatic(
                FLOAT_VECTOR, "broadcast", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, CD_float));
    }

    /// Two factors and a summand are on the stack.
    static void multiplyAndAdd(CodeBuilder code) {
        code.invokevirtual(FLOAT_VECTOR, "fma", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, VECTOR));
    }

    /// @param name of a method of two vectors
    static void binary(CodeBuilder code, String name) {
        code.invokevirtual(FLOAT_VECTOR, name, MethodTypeDesc.of(FLOAT_VECTOR, VECTOR));
    }

    static void multiply(CodeBuilder code, float factor) {
        code.loadConstant(factor);
        code.invokevirtual(FLOAT_VECTOR, "mul", MethodTypeDesc.of(FLOAT_VECTOR, CD_float));
    }

    /// A mask: where one vector equals another, and where it is not a number.
    static void isEqualOrNone(CodeBuilder code, int vector, int other) {
        compare(code, vector, "EQ", other);
        compare(code, vector, "NE", vector);
        code.invokevirtual(MASK, "or", MethodTypeDesc.of(MASK, MASK));
    }

    /// A mask: how one variable's numbers compare with another's.
    ///
    /// @param name of an operator
    static void compare(CodeBuilder code, int vector, String name, int other) {
        code.aload(vector).getstatic(OPERATORS, name, COMPARISON).aload(other);
        code.invokevirtual(FLOAT_VECTOR, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    }

    /// A vector is on the stack; then a mask: where it is not 0.
    static void isNotZero(CodeBuilder code) {
        code.getstatic(OPERATORS, "NE", COMPARISON).loadConstant(0f);
        code.invokevirtual(FLOAT_VECTOR, "compare", MethodTypeDesc.of(MASK, COMPARISON, CD_float));
    }

    /// The number of numbers in a vector.
    static void lanes(CodeBuilder code) {
        species(code);
        code.invokeinterface(SPECIES, "length", MethodTypeDesc.of(CD_int));
    }

    /// @param name of a method of one vector
    static void unary(CodeBuilder code, String name) {
        code.invokevirtual(FLOAT_VECTOR, name, MethodTypeDesc.of(FLOAT_VECTOR));
    }

    /// Two vectors and a mask are on the stack; then the first with the second's numbers where the mask is.
    static void blend(CodeBuilder code) {
        code.invokevirtual(FLOAT_VECTOR, "blend", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, MASK));
    }
}
