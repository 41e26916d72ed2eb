package dev.kiln.runtime;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.kiln.graph.Op;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;

/// Writes a [ChainFormula] as a class: one loop of Vector API calls, with the bits that [Arithmetic]'s loops have.
///
/// The incubator module is named only inside the generated code, so that Kiln runs without it.
final class ChainCompiler {
    private static final String VECTORS = "jdk.incubator.vector.";
    private static final ClassDesc FLOAT_VECTOR = ClassDesc.of(VECTORS + "FloatVector");
    private static final ClassDesc VECTOR = ClassDesc.of(VECTORS + "Vector");
    private static final ClassDesc MASK = ClassDesc.of(VECTORS + "VectorMask");
    private static final ClassDesc SPECIES = ClassDesc.of(VECTORS + "VectorSpecies");
    private static final ClassDesc OPERATORS = ClassDesc.of(VECTORS + "VectorOperators");
    private static final ClassDesc COMPARISON =
            ClassDesc.of(VECTORS + "VectorOperators$Comparison");
    private static final ClassDesc TILE = CD_float.arrayType();
    private static final MethodTypeDesc BINARY = MethodTypeDesc.of(FLOAT_VECTOR, VECTOR);
    private static final MethodTypeDesc UNARY = MethodTypeDesc.of(FLOAT_VECTOR);

    private static final int TILES = 1;
    private static final int COUNT = 2;
    private static final int INDEX = 3;
    private static final int LANES = 4;
    private static final int FIRST = 5;

    private final ChainFormula formula;
    private final CodeBuilder code;
    private final ChainFunctions functions;

    private ChainCompiler(ChainFormula formula, CodeBuilder code) {
        this.formula = formula;
        this.code = code;
        this.functions =
                new ChainFunctions(
                        code,
                        FIRST
                                + 2 * formula.tiles()
                                + formula.results().size()
                                + formula.constants().size()
                                + formula.links().size());
    }

    /// Whether the virtual machine was started with the Vector API.
    static boolean isPossible() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    static Chain compile(ChainFormula formula) throws ReflectiveOperationException {
        byte[] bytes =
                ClassFile.of()
                        .build(
                                ClassDesc.of("dev.kiln.runtime.CompiledChain"),
                                type -> {
                                    type.withFlags(ACC_FINAL);
                                    type.withInterfaceSymbols(
                                            ClassDesc.of("dev.kiln.runtime.Chain"));
                                    type.withMethodBody(
                                            INIT_NAME,
                                            MTD_void,
                                            ACC_PUBLIC,
                                            code ->
                                                    code.aload(0)
                                                            .invokespecial(
                                                                    CD_Object, INIT_NAME, MTD_void)
                                                            .return_());
                                    type.withMethodBody(
                                            "run",
                                            MethodTypeDesc.of(CD_void, TILE.arrayType(), CD_int),
                                            ACC_PUBLIC,
                                            code -> new ChainCompiler(formula, code).write());
                                });
        return (Chain)
                MethodHandles.lookup()
                        .defineHiddenClass(bytes, true)
                        .lookupClass()
                        .getDeclaredConstructor()
                        .newInstance();
    }

    private void write() {
        int arrays = formula.tiles() + formula.results().size();
        for (int i = 0; i < arrays; i++) {
            code.aload(TILES).loadConstant(i).aaload().astore(FIRST + i);
        }
        species();
        code.invokeinterface(SPECIES, "length", MethodTypeDesc.of(CD_int)).istore(LANES);
        for (int i = 0; i < formula.constants().size(); i++) {
            species();
            code.loadConstant(formula.constants().get(i));
            code.invokestatic(
                    FLOAT_VECTOR, "broadcast", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, CD_float));
            code.astore(constant(i));
        }
        code.loadConstant(0).istore(INDEX);
        Label test = code.newLabel();
        Label body = code.newLabel();
        code.goto_(test).labelBinding(body);
        body();
        code.iload(INDEX).iload(LANES).iadd().istore(INDEX);
        code.labelBinding(test).iload(INDEX).iload(COUNT).if_icmplt(body).return_();
    }

    private void body() {
        for (int i = 0; i < formula.tiles(); i++) {
            species();
            code.aload(FIRST + i).iload(INDEX);
            code.invokestatic(
                    FLOAT_VECTOR,
                    "fromArray",
                    MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, TILE, CD_int));
            code.astore(tile(i));
        }
        for (int i = 0; i < formula.links().size(); i++) {
            link(formula.links().get(i));
            code.astore(link(i));
        }
        // Results come last: a tile that is written may be one that was read.
        for (int i = 0; i < formula.results().size(); i++) {
            code.aload(link(formula.results().get(i)));
            code.aload(FIRST + formula.tiles() + i).iload(INDEX);
            code.invokevirtual(FLOAT_VECTOR, "intoArray", MethodTypeDesc.of(CD_void, TILE, CD_int));
        }
    }

    // ---- places

    private int constant(int index) {
        return FIRST + formula.tiles() + formula.results().size() + index;
    }

    private int tile(int index) {
        return constant(formula.constants().size()) + index;
    }

    private int link(int index) {
        return tile(formula.tiles()) + index;
    }

    private void operand(ChainFormula.Link link, int which) {
        int operand = link.operands().get(which);
        int constants = formula.tiles() + formula.constants().size();
        code.aload(
                operand < formula.tiles()
                        ? tile(operand)
                        : operand < constants
                                ? constant(operand - formula.tiles())
                                : link(operand - constants));
    }

    private void species() {
        code.getstatic(FLOAT_VECTOR, "SPECIES_PREFERRED", SPECIES);
    }

    // ---- ops

    private void link(ChainFormula.Link link) {
        switch (link.op()) {
            case Op.Negate _ -> unary(link, "neg");
            case Op.Abs _ -> unary(link, "abs");
            case Op.Sqrt _ -> unary(link, "sqrt");
            case Op.Add _ -> binary(link, "add");
            case Op.Subtract _ -> binary(link, "sub");
            case Op.Multiply _ -> binary(link, "mul");
            case Op.Divide _ -> binary(link, "div");
            case Op.Maximum _ -> binary(link, "max");
            case Op.Minimum _ -> binary(link, "min");
            case Op.Less _ -> truth(link, "LT");
            case Op.LessOrEqual _ -> truth(link, "LE");
            case Op.Equal _ -> truth(link, "EQ");
            case Op.Select _ -> {
                operand(link, 2);
                operand(link, 1);
                operand(link, 0);
                code.getstatic(OPERATORS, "NE", COMPARISON).loadConstant(0f);
                code.invokevirtual(
                        FLOAT_VECTOR, "compare", MethodTypeDesc.of(MASK, COMPARISON, CD_float));
                blend();
            }
            case Op.Exp _ -> {
                operand(link, 0);
                functions.exp();
            }
            case Op.Sigmoid _ -> {
                operand(link, 0);
                functions.sigmoid();
            }
            case Op.Tanh _ -> {
                operand(link, 0);
                functions.tanh();
            }
            case Op.Elementwise other ->
                    throw new IllegalArgumentException(other + " is no link of a chain");
        }
    }

    private void unary(ChainFormula.Link link, String name) {
        operand(link, 0);
        code.invokevirtual(FLOAT_VECTOR, name, UNARY);
    }

    private void binary(ChainFormula.Link link, String name) {
        operand(link, 0);
        operand(link, 1);
        code.invokevirtual(FLOAT_VECTOR, name, BINARY);
    }

    /// 1 where it holds, else 0.
    private void truth(ChainFormula.Link link, String comparison) {
        number(0f);
        number(1f);
        operand(link, 0);
        code.getstatic(OPERATORS, comparison, COMPARISON);
        operand(link, 1);
        code.invokevirtual(FLOAT_VECTOR, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
        blend();
    }

    private void number(float value) {
        species();
        code.loadConstant(value);
        code.invokestatic(
                FLOAT_VECTOR, "broadcast", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, CD_float));
    }

    private void blend() {
        code.invokevirtual(FLOAT_VECTOR, "blend", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, MASK));
    }
}
