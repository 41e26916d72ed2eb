package dev.kiln.saving.onnx;

import dev.kiln.graph.Op;
import dev.kiln.layers.Interpolation;
import dev.kiln.tensor.Shape;

import onnx.Onnx;

import java.util.List;
import java.util.Optional;

/// How much each old pixel of a line counts in each new one, where the data decides how many there are: the formula that
/// [Interpolation#weights] computes, in ONNX. It is computed in 64 bits, as places in long lines have more digits than 32.
record ResizingWeights(Nodes nodes, ShapeWriter shapes) {
    private static final int DOUBLE = Onnx.TensorProto.DataType.DOUBLE_VALUE;
    private static final int FLOAT = Onnx.TensorProto.DataType.FLOAT_VALUE;

    /// Which formula.
    record Kind(Interpolation interpolation, boolean antialias) {}

    /// The formula that gives all of these numbers; empty where they are others.
    static Optional<Kind> kind(List<Op.Literal> samples) {
        if (samples.stream().anyMatch(sample -> sample.shape().rank() != 2)) {
            return Optional.empty();
        }
        for (Interpolation interpolation : Interpolation.values()) {
            for (boolean antialias : List.of(false, true)) {
                if (samples.stream()
                        .distinct()
                        .allMatch(sample -> isOf(sample, interpolation, antialias))) {
                    return Optional.of(new Kind(interpolation, antialias));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(Op.Literal sample, Interpolation interpolation, boolean antialias) {
        Shape shape = sample.shape();
        float[] weights = interpolation.weights(shape.get(0), shape.get(1), antialias);
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != sample.values().get(i)) {
                return false;
            }
        }
        return true;
    }

    /// @param shape `[before, after]`
    /// @return the name of the weights
    String write(Kind kind, List<Extent> shape) {
        Extent before = shape.getFirst();
        Extent after = shape.getLast();
        String from = wide(shapes.iota(List.of(before, Extent.fixed(1)), 0));
        String to = wide(shapes.iota(List.of(Extent.fixed(1), after), 1));
        String step = of("Div", wide(number(before)), wide(number(after)));
        String end = of("Mul", of("Add", to, nodes.wide(0.5)), step);
        if (kind.interpolation() == Interpolation.NEAREST) {
            String last = of("Sub", wide(number(before)), nodes.wide(1));
            return narrow(of("Equal", from, of("Min", of("Floor", end), last)));
        }
        String middle = of("Sub", end, nodes.wide(0.5));
        if (kind.interpolation() == Interpolation.BICUBIC && !kind.antialias()) {
            middle = inTable(middle);
        }
        String distance = of("Abs", of("Sub", from, middle));
        if (kind.antialias()) {
            distance = of("Div", distance, of("Max", step, nodes.wide(1)));
        }
        String weights =
                switch (kind.interpolation()) {
                    case NEAREST, BILINEAR ->
                            of("Max", of("Sub", nodes.wide(1), distance), nodes.wide(0));
                    case BICUBIC -> cubic(distance);
                    case LANCZOS3, LANCZOS5 -> lanczos(distance, kind.interpolation().reach());
                };
        String sum = nodes.add("ReduceSum", List.of(weights, nodes.longs(List.of(0L))));
        return narrow(of("Div", weights, sum));
    }

    private String of(String operator, String... inputs) {
        return nodes.add(operator, List.of(inputs));
    }

    private String number(Extent size) {
        return size.isFixed() ? nodes.number(size.fixed()) : shapes.number(size);
    }

    private String wide(String value) {
        return nodes.add("Cast", List.of(value), Nodes.whole("to", DOUBLE));
    }

    private String narrow(String value) {
        return nodes.add("Cast", List.of(value), Nodes.whole("to", FLOAT));
    }

    /// The nearest of the 1,024 places a pixel at which the weights of whole pixels are looked up.
    private String inTable(String middle) {
        String whole = of("Floor", middle);
        String places = of("Mul", of("Sub", middle, whole), nodes.wide(1024));
        return of("Add", whole, of("Div", of("Round", places), nodes.wide(1024)));
    }

    /// `((a x + b) x + c) x + d`.
    private String polynomial(String x, double a, double b, double c, double d) {
        String sum = of("Add", of("Mul", nodes.wide(a), x), nodes.wide(b));
        sum = of("Add", of("Mul", sum, x), nodes.wide(c));
        return of("Add", of("Mul", sum, x), nodes.wide(d));
    }

    private String cubic(String x) {
        String far =
                of(
                        "Where",
                        of("Less", x, nodes.wide(2)),
                        polynomial(x, -0.5, 2.5, -4, 2),
                        nodes.wide(0));
        return of(
                "Where", of("LessOrEqual", x, nodes.wide(1)), polynomial(x, 1.5, -2.5, 0, 1), far);
    }

    private String lanczos(String x, int reach) {
        String near = of("Mul", sinc(x), sinc(of("Div", x, nodes.wide(reach))));
        return of("Where", of("Less", x, nodes.wide(reach)), near, nodes.wide(0));
    }

    private String sinc(String x) {
        String angle = of("Mul", x, nodes.wide(Math.PI));
        return of(
                "Where",
                of("Equal", x, nodes.wide(0)),
                nodes.wide(1),
                of("Div", of("Sin", angle), angle));
    }
}
