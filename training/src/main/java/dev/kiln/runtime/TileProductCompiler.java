package dev.kiln.runtime;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;

/// Writes a [TileProduct] as a class of Vector API calls that keeps the whole tile in registers.
///
/// The incubator module is named only inside the generated code, so that Kiln runs without it.
final class TileProductCompiler {
    private static final String VECTORS = "jdk.incubator.vector.";
    private static final ClassDesc FLOAT_VECTOR = ClassDesc.of(VECTORS + "FloatVector");
    private static final ClassDesc VECTOR = ClassDesc.of(VECTORS + "Vector");
    private static final ClassDesc SPECIES = ClassDesc.of(VECTORS + "VectorSpecies");
    private static final ClassDesc NUMBERS = CD_float.arrayType();
    private static final ClassDesc PLACES = CD_int.arrayType();

    private static final int IN = 1;
    private static final int ROWS = 2;
    private static final int FIRST_ROW = 3;
    private static final int LIST = 4;
    private static final int FROM = 5;
    private static final int COUNT = 6;
    private static final int M = 7;
    private static final int M_BASE = 8;
    private static final int M_STRIDE = 9;
    private static final int OUT = 10;
    private static final int OUT_BASE = 11;
    private static final int OUT_STRIDE = 12;
    private static final int END = 13;
    private static final int PLACE = 14;
    private static final int LEFT = 15;
    private static final int FIRST = 16;

    private final int rows;
    private final int vectors;
    private final int lanes;
    private final CodeBuilder code;

    private TileProductCompiler(int rows, int vectors, int lanes, CodeBuilder code) {
        this.rows = rows;
        this.vectors = vectors;
        this.lanes = lanes;
        this.code = code;
    }

    /// @param rows    of the tile
    /// @param vectors in a row of the tile
    /// @param lanes   numbers in a vector
    static TileProduct compile(int rows, int vectors, int lanes)
            throws ReflectiveOperationException {
        var parameters =
                MethodTypeDesc.of(
                        CD_void, NUMBERS, PLACES, CD_int, PLACES, CD_int, CD_int, NUMBERS, CD_int,
                        CD_int, NUMBERS, CD_int, CD_int);
        byte[] bytes =
                ClassFile.of()
                        .build(
                                ClassDesc.of("dev.kiln.runtime.CompiledTileProduct"),
                                type -> {
                                    type.withFlags(ACC_FINAL);
                                    type.withInterfaceSymbols(
                                            ClassDesc.of("dev.kiln.runtime.TileProduct"));
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
                                            "add",
                                            parameters,
                                            ACC_PUBLIC,
                                            code ->
                                                    new TileProductCompiler(
                                                                    rows, vectors, lanes, code)
                                                            .write());
                                });
        return (TileProduct)
                MethodHandles.lookup()
                        .defineHiddenClass(bytes, true)
                        .lookupClass()
                        .getDeclaredConstructor()
                        .newInstance();
    }

    private void write() {
        for (int r = 0; r < rows; r++) {
            code.aload(ROWS).iload(FIRST_ROW).loadConstant(r).iadd().iaload().istore(row(r));
            for (int v = 0; v < vectors; v++) {
                species();
                code.aload(OUT);
                place(r, v);
                load();
                code.astore(sum(r, v));
            }
        }
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
                code.invokevirtual(
                        FLOAT_VECTOR, "intoArray", MethodTypeDesc.of(CD_void, NUMBERS, CD_int));
            }
        }
        code.return_();
    }

    private void body() {
        code.aload(LIST).iload(FROM).iaload().istore(PLACE);
        for (int v = 0; v < vectors; v++) {
            species();
            code.aload(M).iload(M_BASE).loadConstant(v * lanes).iadd();
            load();
            code.astore(right(v));
        }
        code.iload(M_BASE).iload(M_STRIDE).iadd().istore(M_BASE);
        for (int r = 0; r < rows; r++) {
            species();
            code.aload(IN).iload(row(r)).iload(PLACE).iadd().faload();
            code.invokestatic(
                    FLOAT_VECTOR, "broadcast", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, CD_float));
            code.astore(LEFT);
            for (int v = 0; v < vectors; v++) {
                code.aload(LEFT).aload(right(v)).aload(sum(r, v));
                code.invokevirtual(
                        FLOAT_VECTOR, "fma", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, VECTOR));
                code.astore(sum(r, v));
            }
        }
    }

    private void place(int r, int v) {
        code.iload(OUT_BASE).loadConstant(r).iload(OUT_STRIDE).imul().iadd();
        code.loadConstant(v * lanes).iadd();
    }

    private void load() {
        code.invokestatic(
                FLOAT_VECTOR,
                "fromArray",
                MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, NUMBERS, CD_int));
    }

    private void species() {
        code.getstatic(FLOAT_VECTOR, "SPECIES_PREFERRED", SPECIES);
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
