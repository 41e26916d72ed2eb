package dev.kiln.graph;

import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.stream.Collectors;

/// One line of a [Graph]: `%id = op(%inputs) : shape`.
public record Node(int id, Op op, List<Integer> inputs, Shape shape) {
    public Node {
        inputs = List.copyOf(inputs);
    }

    @Override
    public String toString() {
        String operands =
                inputs.stream().map(input -> "%" + input).collect(Collectors.joining(", "));
        String settings = op.toString().replace("[]", "");
        return "%"
                + id
                + " = "
                + settings
                + (operands.isEmpty() ? "" : "(" + operands + ")")
                + " : "
                + shape;
    }
}
