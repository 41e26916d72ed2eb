package dev.kiln.saving.onnx;

import onnx.Onnx;

import org.nd4j.shade.protobuf.ByteString;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A graph of ONNX while it is written; loops have one of their own inside it, with the same constants and names.
final class Nodes {
    private final Onnx.GraphProto.Builder graph;

    /// Where constants are kept: an inner graph sees those around it.
    private final Nodes root;

    private final Map<String, String> constants = new HashMap<>();
    private final Set<String> taken;
    private int named;

    private Nodes(Onnx.GraphProto.Builder graph, Nodes outer) {
        this.graph = graph;
        this.root = outer;
        this.taken = outer.taken;
    }

    /// @param taken names of the model's own, which no other value may have
    Nodes(Set<String> taken) {
        this.graph = Onnx.GraphProto.newBuilder();
        this.root = this;
        this.taken = Set.copyOf(taken);
    }

    Nodes inner() {
        var inner = Onnx.GraphProto.newBuilder().setName(root.newName("body"));
        return new Nodes(inner, root);
    }

    Onnx.GraphProto.Builder graph() {
        return graph;
    }

    String newName(String stem) {
        String name = stem + "_" + root.named++;
        return taken.contains(name) ? newName(stem) : name;
    }

    /// Appends a node with one result; its name.
    String add(String operator, List<String> inputs, Onnx.AttributeProto... attributes) {
        return addAs(
                newName(operator.toLowerCase(java.util.Locale.ROOT)), operator, inputs, attributes);
    }

    String addAs(
            String name, String operator, List<String> inputs, Onnx.AttributeProto... attributes) {
        addAll(List.of(name), operator, inputs, attributes);
        return name;
    }

    void addAll(
            List<String> results,
            String operator,
            List<String> inputs,
            Onnx.AttributeProto... attributes) {
        graph.addNode(
                Onnx.NodeProto.newBuilder()
                        .setOpType(operator)
                        .setName(results.getFirst())
                        .addAllInput(inputs)
                        .addAllOutput(results)
                        .addAllAttribute(List.of(attributes)));
    }

    /// A tensor of one whole number: a value's size along an axis.
    String size(String value, int axis) {
        return add("Shape", List.of(value), whole("start", axis), whole("end", axis + 1));
    }

    // ---- constants

    String longs(List<Long> values) {
        return root.constants.computeIfAbsent(
                "longs " + values,
                key -> {
                    var tensor =
                            Onnx.TensorProto.newBuilder()
                                    .setDataType(Onnx.TensorProto.DataType.INT64_VALUE)
                                    .addDims(values.size())
                                    .addAllInt64Data(values);
                    return constant("sizes", tensor);
                });
    }

    String number(double value) {
        float rounded = (float) value;
        return root.constants.computeIfAbsent(
                "number " + Float.floatToRawIntBits(rounded),
                key ->
                        constant(
                                "number",
                                Onnx.TensorProto.newBuilder()
                                        .setDataType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                                        .addFloatData(rounded)));
    }

    /// A number of 64 bits.
    String wide(double value) {
        return root.constants.computeIfAbsent(
                "wide " + Double.doubleToRawLongBits(value),
                key ->
                        constant(
                                "number",
                                Onnx.TensorProto.newBuilder()
                                        .setDataType(Onnx.TensorProto.DataType.DOUBLE_VALUE)
                                        .addDoubleData(value)));
    }

    String floats(float[] values, List<Integer> shape) {
        return constant("numbers", tensor(values, shape));
    }

    /// Numbers under a name of their own: a weight.
    String named(String name, float[] values, List<Integer> shape) {
        return root.constants.computeIfAbsent(
                "weight " + name,
                key -> {
                    root.graph.addInitializer(tensor(values, shape).setName(name));
                    return name;
                });
    }

    private String constant(String stem, Onnx.TensorProto.Builder tensor) {
        String name = newName(stem);
        root.graph.addInitializer(tensor.setName(name));
        return name;
    }

    private static Onnx.TensorProto.Builder tensor(float[] values, List<Integer> shape) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        var tensor =
                Onnx.TensorProto.newBuilder()
                        .setDataType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                        .setRawData(ByteString.copyFrom(bytes));
        shape.forEach(tensor::addDims);
        return tensor;
    }

    // ---- settings of nodes

    static Onnx.AttributeProto whole(String name, long value) {
        return attribute(name, Onnx.AttributeProto.AttributeType.INT).setI(value).build();
    }

    static Onnx.AttributeProto wholes(String name, List<Integer> values) {
        var attribute = attribute(name, Onnx.AttributeProto.AttributeType.INTS);
        values.forEach(attribute::addInts);
        return attribute.build();
    }

    static Onnx.AttributeProto word(String name, String value) {
        return attribute(name, Onnx.AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static Onnx.AttributeProto graph(String name, Nodes inner) {
        return attribute(name, Onnx.AttributeProto.AttributeType.GRAPH).setG(inner.graph).build();
    }

    private static Onnx.AttributeProto.Builder attribute(
            String name, Onnx.AttributeProto.AttributeType type) {
        return Onnx.AttributeProto.newBuilder().setName(name).setType(type);
    }

    /// Floats of a shape; sizes that are not numbers have a name, unknown shapes are null.
    static Onnx.ValueInfoProto floatsNamed(String name) {
        return Onnx.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        Onnx.TypeProto.newBuilder()
                                .setTensorType(
                                        Onnx.TypeProto.Tensor.newBuilder()
                                                .setElemType(
                                                        Onnx.TensorProto.DataType.FLOAT_VALUE)))
                .build();
    }

    static Onnx.ValueInfoProto floatsNamed(String name, List<Extent> shape) {
        var sizes = Onnx.TensorShapeProto.newBuilder();
        for (Extent extent : shape) {
            var size = Onnx.TensorShapeProto.Dimension.newBuilder();
            if (extent.isFixed()) {
                size.setDimValue(extent.fixed());
            } else {
                size.setDimParam(extent.name());
            }
            sizes.addDim(size);
        }
        var info = floatsNamed(name).toBuilder();
        info.getTypeBuilder().getTensorTypeBuilder().setShape(sizes);
        return info.build();
    }
}
