package dev.kiln.saving.operations;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Scope;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a function is given while it is written into a graph.
record Given(Operation operation, List<Tensor> inputs, Scope scope) {
    UserError impossible(String why) {
        return new UserError(
                "E194",
                "the function "
                        + operation.kind()
                        + " that the file computes as "
                        + scope.name()
                        + " cannot be applied to "
                        + inputs.stream().map(input -> input.shape().row().toString()).toList()
                        + " here: "
                        + why
                        + ".",
                "Write it in Keras with a layer, or build the model in Java, then: model.loadWeights(\"...\")");
    }

    // ---- operands

    int count() {
        return operation.operands().size();
    }

    /// @return null where it is left out
    @Nullable Object operand(int index, String name) {
        return index < count() ? operation.operands().get(index) : operation.named().get(name);
    }

    Tensor tensor(int index, String name) {
        return tensor(operand(index, name));
    }

    /// The first operand.
    Tensor x() {
        return tensor(0, operation.named().containsKey("x1") ? "x1" : "x");
    }

    /// The second of two.
    Tensor y() {
        return tensor(1, "x2");
    }

    /// All of a list of tensors, which is the first operand.
    List<Tensor> tensors() {
        Object list = operand(0, operation.named().containsKey("arrays") ? "arrays" : "xs");
        if (list instanceof List<?> items && !items.isEmpty()) {
            return items.stream().map(this::tensor).toList();
        }
        throw impossible("it needs a list of arrays");
    }

    private Tensor tensor(@Nullable Object operand) {
        return switch (operand) {
            case Operation.Place(int input) -> inputs.get(input);
            case Boolean truth -> scope.graph().constant(truth ? 1 : 0);
            case Number number -> scope.graph().constant(number.doubleValue());
            case Map<?, ?> constant
                    when "__numpy__".equals(constant.get("class_name"))
                            && constant.get("config") instanceof Map<?, ?> config ->
                    literal(config.get("value"));
            case List<?> numbers -> literal(numbers);
            case null, default -> throw impossible("an operand is missing");
        };
    }

    private Tensor literal(@Nullable Object value) {
        var sizes = new ArrayList<Integer>();
        for (Object at = value;
                at instanceof List<?> list;
                at = list.isEmpty() ? null : list.getFirst()) {
            sizes.add(list.size());
        }
        var numbers = new ArrayList<Float>();
        collect(value, sizes.size(), numbers);
        var shape = new Shape(sizes);
        if (shape.size() != numbers.size()) {
            throw impossible("a constant has rows of several lengths");
        }
        var floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i);
        }
        return scope.graph().literal(floats, shape);
    }

    private void collect(@Nullable Object value, int depth, List<Float> to) {
        if (value instanceof List<?> != depth > 0) {
            throw impossible("a constant has rows of several lengths");
        }
        switch (value) {
            case List<?> list -> list.forEach(item -> collect(item, depth - 1, to));
            case Number number -> to.add(number.floatValue());
            case Boolean truth -> to.add(truth ? 1f : 0f);
            case String text when text.equals("NaN") || text.endsWith("Infinity") ->
                    to.add(Float.parseFloat(text));
            case null, default -> throw impossible("a constant holds what is no number");
        }
    }

    // ---- settings

    /// @return null where it is left out
    @Nullable Object setting(String name) {
        Object value = operation.config().get(name);
        return value == null ? operation.named().get(name) : value;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(setting(name));
    }

    double number(String name, double otherwise) {
        return setting(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    int whole(String name) {
        return whole(setting(name));
    }

    int whole(@Nullable Object value) {
        if (value instanceof Number number) {
            return Math.toIntExact(number.longValue());
        }
        throw impossible("it needs a whole number");
    }

    /// One number or a list of them.
    int[] wholes(String name) {
        return setting(name) instanceof List<?> list
                ? list.stream().mapToInt(this::whole).toArray()
                : new int[] {whole(name)};
    }

    /// An axis of a tensor, or of one with `more` axes more; the batch is none.
    int axis(Tensor x, int axis, int more) {
        int rank = x.rank() + more;
        int at = axis < 0 ? axis + rank : axis;
        if (at < 0 || at >= rank) {
            throw impossible("it has no axis " + axis);
        }
        if (at == 0) {
            throw impossible("it mixes the rows of a batch");
        }
        return at;
    }

    int axis(Tensor x, String name) {
        return axis(x, whole(name), 0);
    }

    /// Axes that are reduced; all of them where none are given, which mixes rows.
    int[] axes(Tensor x, String name) {
        if (setting(name) == null) {
            throw impossible("it mixes the rows of a batch");
        }
        return IntStream.of(wholes(name)).map(axis -> axis(x, axis, 0)).toArray();
    }
}
