package dev.kiln.saving.operations;

import dev.kiln.activations.Activations;
import dev.kiln.graph.Tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Every function that is read, by its class in Keras, as a formula. Truth values are 1 and 0.
final class Operations {
    static final Map<String, Function<Given, List<Tensor>>> ALL = new LinkedHashMap<>();

    private static final List<String> ACTIVATIONS =
            List.of(
                    "Relu",
                    "Relu6",
                    "Sigmoid",
                    "Softmax",
                    "LogSoftmax",
                    "Softplus",
                    "Softsign",
                    "Silu",
                    "LogSigmoid",
                    "LeakyRelu",
                    "HardSigmoid",
                    "HardSilu",
                    "Elu",
                    "Selu",
                    "Gelu",
                    "Celu",
                    "Glu",
                    "HardTanh",
                    "HardShrink",
                    "SoftShrink",
                    "TanhShrink",
                    "Squareplus",
                    "SparsePlus",
                    "SparseSigmoid",
                    "Mish",
                    "Threshold");

    private Operations() {}

    static {
        arithmetic();
        functions();
        choices();
        ACTIVATIONS.forEach(
                kind ->
                        one(
                                kind,
                                given ->
                                        Activations.CATALOG
                                                .get(kind, given.operation().config())
                                                .apply(given.x())));
        Reductions.FORMULAS.forEach(Operations::one);
        Shapes.FORMULAS.forEach(Operations::one);
        ALL.putAll(Shapes.PARTS);
        ALL.put("Moments", Reductions::moments);
    }

    private static void one(String kind, Function<Given, Tensor> formula) {
        ALL.put(kind, given -> List.of(formula.apply(given)));
    }

    private static void ofTwo(String kind, BinaryOperator<Tensor> formula) {
        one(kind, given -> formula.apply(given.x(), given.y()));
    }

    private static void ofOne(String kind, UnaryOperator<Tensor> formula) {
        one(kind, given -> formula.apply(given.x()));
    }

    private static void arithmetic() {
        ofTwo("Add", Tensor::plus);
        ofTwo("Subtract", Tensor::minus);
        ofTwo("Multiply", Tensor::times);
        ofTwo("Divide", Tensor::dividedBy);
        ofTwo("TrueDivide", Tensor::dividedBy);
        ofTwo("DivideNoNan", Tensor::dividedByOrZero);
        ofTwo("FloorDivide", (x, y) -> x.dividedBy(y).floor());
        ofTwo("Mod", Tensor::modulo);
        ofTwo("Power", Tensor::power);
        ofTwo("Maximum", Tensor::maximum);
        ofTwo("Minimum", Tensor::minimum);
        ofTwo("Matmul", Products::matMul);
        ofTwo("Less", Tensor::less);
        ofTwo("LessEqual", Tensor::lessOrEqual);
        ofTwo("Greater", Tensor::greater);
        ofTwo("GreaterEqual", Tensor::greaterOrEqual);
        ofTwo("Equal", Tensor::equalTo);
        ofTwo("NotEqual", (x, y) -> x.equalTo(y).not());
        ofTwo("LogicalAnd", (x, y) -> truth(x).times(truth(y)));
        ofTwo("LogicalOr", (x, y) -> truth(x).maximum(truth(y)));
        ofTwo("LogicalXor", (x, y) -> truth(x).equalTo(truth(y)).not());
        one("Einsum", Products::einsum);
    }

    private static void functions() {
        ofOne("Negative", Tensor::negate);
        ofOne("Absolute", Tensor::abs);
        ofOne("Abs", Tensor::abs);
        ofOne("Sign", Tensor::sign);
        ofOne("Square", Tensor::square);
        ofOne("Sqrt", Tensor::sqrt);
        ofOne("Rsqrt", Tensor::reciprocalSqrt);
        ofOne("Reciprocal", Tensor::reciprocal);
        ofOne("Exp", Tensor::exp);
        ofOne("Exp2", x -> x.times(Math.log(2)).exp());
        ofOne("Expm1", Tensor::expm1);
        ofOne("Log", Tensor::log);
        ofOne("Log1p", Tensor::log1p);
        ofOne("Log2", x -> x.log().dividedBy(Math.log(2)));
        ofOne("Log10", x -> x.log().dividedBy(Math.log(10)));
        ofOne("Sin", Tensor::sin);
        ofOne("Cos", Tensor::cos);
        ofOne("Tan", x -> x.sin().dividedBy(x.cos()));
        ofOne("Sinh", x -> x.exp().minus(x.negate().exp()).times(0.5));
        ofOne("Cosh", x -> x.exp().plus(x.negate().exp()).times(0.5));
        ofOne("Tanh", Tensor::tanh);
        ofOne("Erf", Tensor::erf);
        ofOne("Floor", Tensor::floor);
        ofOne("Ceil", Tensor::ceil);
        ofOne("StopGradient", Tensor::stopGradient);
        ofOne("LogicalNot", x -> x.equalTo(0));
        ofOne("ZerosLike", x -> x.graph().constant(0, x.shape()));
        ofOne("OnesLike", x -> x.graph().constant(1, x.shape()));
        one(
                "Round",
                given -> {
                    if (given.number("decimals", 0) != 0) {
                        throw given.impossible("it rounds to decimals");
                    }
                    return given.x().round();
                });
    }

    private static void choices() {
        one(
                "Where",
                given ->
                        truth(given.tensor(0, "condition"))
                                .select(given.tensor(1, "x1"), given.tensor(2, "x2")));
        one(
                "Clip",
                given ->
                        given.x()
                                .clip(
                                        given.number("x_min", Double.NEGATIVE_INFINITY),
                                        given.number("x_max", Double.POSITIVE_INFINITY)));
        one("Cast", Operations::cast);
    }

    /// To whole numbers towards 0, to truth values by whether it is 0.
    private static Tensor cast(Given given) {
        String type = String.valueOf(given.setting("dtype"));
        Tensor x = given.x();
        if (type.equals("bool")) {
            return truth(x);
        }
        return type.contains("int") ? x.sign().times(x.abs().floor()) : x;
    }

    /// 1 where it is not 0.
    static Tensor truth(Tensor x) {
        return x.equalTo(0).not();
    }
}
