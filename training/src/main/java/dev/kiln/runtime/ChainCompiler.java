package dev.kiln.runtime;

import dev.kiln.graph.Op;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/// Writes a [ChainFormula] as a class: one loop of Vector API calls, with the bits that [Arithmetic]'s loops have.
final class ChainCompiler {
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
        return VectorCode.define(Chain.class, code -> new ChainCompiler(formula, code).write());
    }

    private void write() {
        int arrays = formula.tiles() + formula.results().size();
        for (int i = 0; i < arrays; i++) {
            code.aload(TILES).loadConstant(i).aaload().astore(FIRST + i);
        }
        VectorCode.lanes(code);
        code.istore(LANES);
        for (int i = 0; i < formula.constants().size(); i++) {
            number(formula.constants().get(i));
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
            VectorCode.species(code);
            code.aload(FIRST + i).iload(INDEX);
            VectorCode.load(code);
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
            VectorCode.store(code);
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
        code.aload(variable(link, which));
    }

    private int variable(ChainFormula.Link link, int which) {
        int operand = link.operands().get(which);
        int constants = formula.tiles() + formula.constants().size();
        if (operand < formula.tiles()) {
            return tile(operand);
        }
        return operand < constants
                ? constant(operand - formula.tiles())
                : link(operand - constants);
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
                VectorCode.isNotZero(code);
                VectorCode.blend(code);
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
        VectorCode.unary(code, name);
    }

    private void binary(ChainFormula.Link link, String name) {
        operand(link, 0);
        operand(link, 1);
        VectorCode.binary(code, name);
    }

    /// 1 where it holds, else 0.
    private void truth(ChainFormula.Link link, String comparison) {
        number(0f);
        number(1f);
        VectorCode.compare(code, variable(link, 0), comparison, variable(link, 1));
        VectorCode.blend(code);
    }

    private void number(float value) {
        VectorCode.species(code);
        code.loadConstant(value);
        VectorCode.broadcast(code);
    }
}
