package dev.kiln.saving.onnx;

import onnx.Onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Writes the sizes that the data decides, and what takes its shape from them.
final class ShapeWriter {
    private final Nodes nodes;

    /// Tensors of one whole number.
    private final Map<Unknown, String> known;

    ShapeWriter(Nodes nodes, Map<Unknown, String> known) {
        this.nodes = nodes;
        this.known = new HashMap<>(known);
    }

    Map<Unknown, String> known() {
        return known;
    }

    /// Reads a size from what a node gave.
    void measure(Unknown size, String value, int axis) {
        known.put(size, nodes.size(value, axis));
    }

    /// A size as a number without axes.
    String number(Extent size) {
        return decimal(
                nodes.add("Squeeze", List.of(sizes(List.of(size)), nodes.longs(List.of(0L)))));
    }

    String decimal(String name) {
        return nodes.add(
                "Cast", List.of(name), Nodes.whole("to", Onnx.TensorProto.DataType.FLOAT_VALUE));
    }

    private String size(Extent extent) {
        String size = known.get(extent.of().getFirst());
        for (Unknown next : extent.of().subList(1, extent.of().size())) {
            size = nodes.add("Mul", List.of(size, known.get(next)));
        }
        if (extent.factor() != 1) {
            size = nodes.add("Mul", List.of(size, nodes.longs(List.of((long) extent.factor()))));
        }
        return extent.fixed() == 0
                ? size
                : nodes.add("Add", List.of(size, nodes.longs(List.of((long) extent.fixed()))));
    }

    /// A tensor of whole numbers.
    String sizes(List<Extent> extents) {
        if (extents.stream().allMatch(Extent::isFixed)) {
            return nodes.longs(extents.stream().map(extent -> (long) extent.fixed()).toList());
        }
        var parts = new ArrayList<String>();
        for (Extent extent : extents) {
            if (extent.isFixed()) {
                parts.add(nodes.longs(List.of((long) extent.fixed())));
                continue;
            }
            parts.add(size(extent));
        }
        return parts.size() == 1
                ? parts.getFirst()
                : nodes.add("Concat", parts, Nodes.whole("axis", 0));
    }

    String repeated(String value, List<Extent> shape) {
        return shape.isEmpty() ? value : nodes.add("Expand", List.of(value, sizes(shape)));
    }

    /// A single unknown size is left to ONNX: -1.
    String reshape(String value, List<Extent> shape) {
        long unknown = shape.stream().filter(extent -> !extent.isFixed()).count();
        boolean isEmpty = shape.contains(Extent.fixed(0));
        var target =
                unknown == 1 && !isEmpty
                        ? nodes.longs(
                                shape.stream()
                                        .map(
                                                extent ->
                                                        extent.isFixed()
                                                                ? (long) extent.fixed()
                                                                : -1L)
                                        .toList())
                        : sizes(shape);
        return nodes.add("Reshape", List.of(value, target), Nodes.whole("allowzero", 1));
    }

    String iota(List<Extent> shape, int axis) {
        var size = shape.get(axis);
        String limit = size.isFixed() ? nodes.number(size.fixed()) : number(size);
        String range = nodes.add("Range", List.of(nodes.number(0), limit, nodes.number(1)));
        var row = IntStream.range(0, shape.size()).mapToObj(i -> i == axis ? -1L : 1L).toList();
        return repeated(nodes.add("Reshape", List.of(range, nodes.longs(row))), shape);
    }
}
