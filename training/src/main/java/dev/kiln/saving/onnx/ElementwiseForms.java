package dev.kiln.saving.onnx;

import dev.kiln.graph.Op;

import onnx.Onnx;

import java.util.List;

/// The operators of ONNX for Kiln's elementwise ops.
final class ElementwiseForms {
    private final Nodes nodes;

    ElementwiseForms(Nodes nodes) {
        this.nodes = nodes;
    }

    String write(Op.Elementwise op, List<String> in) {
        return switch (op) {
            case Op.Negate _ -> nodes.add("Neg", in);
            case Op.Abs _ -> nodes.add("Abs", in);
            case Op.Sign _ -> nodes.add("Sign", in);
            case Op.Floor _ -> nodes.add("Floor", in);
            case Op.Round _ -> nodes.add("Round", in);
            case Op.Exp _ -> nodes.add("Exp", in);
            case Op.Expm1 _ -> nodes.add("Sub", List.of(nodes.add("Exp", in), nodes.number(1)));
            case Op.Log _ -> nodes.add("Log", in);
            case Op.Log1p _ ->
                    nodes.add(
                            "Log",
                            List.of(nodes.add("Add", List.of(in.getFirst(), nodes.number(1)))));
            case Op.Sqrt _ -> nodes.add("Sqrt", in);
            case Op.Sin _ -> nodes.add("Sin", in);
            case Op.Cos _ -> nodes.add("Cos", in);
            case Op.Tanh _ -> nodes.add("Tanh", in);
            case Op.Sigmoid _ -> nodes.add("Sigmoid", in);
            case Op.Erf _ -> nodes.add("Erf", in);
            case Op.Add _ -> nodes.add("Add", in);
            case Op.Subtract _ -> nodes.add("Sub", in);
            case Op.Multiply _ -> nodes.add("Mul", in);
            case Op.Divide _ -> nodes.add("Div", in);
            case Op.Maximum _ -> nodes.add("Max", in);
            case Op.Minimum _ -> nodes.add("Min", in);
            case Op.Power _ -> nodes.add("Pow", in);
            case Op.Less _ -> number(nodes.add("Less", in));
            case Op.LessOrEqual _ -> number(nodes.add("LessOrEqual", in));
            case Op.Equal _ -> number(nodes.add("Equal", in));
            case Op.Select _ -> nodes.add("Where", List.of(truth(in.get(0)), in.get(1), in.get(2)));
        };
    }

    private String number(String truth) {
        return nodes.add(
                "Cast", List.of(truth), Nodes.whole("to", Onnx.TensorProto.DataType.FLOAT_VALUE));
    }

    private String truth(String number) {
        return nodes.add(
                "Cast", List.of(number), Nodes.whole("to", Onnx.TensorProto.DataType.BOOL_VALUE));
    }
}
