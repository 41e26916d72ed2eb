package dev.kiln.saving.operations;

import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Functions that move numbers and compute nothing. The batch stays the first axis.
final class Shapes {
    /// Parts that a model may be cut into by one function: each is a node of its own.
    private static final int MOST_PARTS = 4096;

    /// As many as NumPy's arrays may have.
    private static final int MOST_AXES = 64;

    static final Map<String, Function<Given, Tensor>> FORMULAS =
            Map.ofEntries(
                    Map.entry("Reshape", Shapes::reshape),
                    Map.entry("Transpose", Shapes::transpose),
                    Map.entry("ExpandDims", Shapes::expanded),
                    Map.entry("Squeeze", Shapes::squeezed),
                    Map.entry(
                            "Swapaxes",
                            given ->
                                    given.x()
                                            .swap(
                                                    given.axis(given.x(), "axis1"),
                                                    given.axis(given.x(), "axis2"))),
                    Map.entry("Moveaxis", Shapes::moved),
                    Map.entry(
                            "Concatenate",
                            given ->
                                    Tensor.concatenate(
                                            given.axis(given.tensors().getFirst(), "axis"),
                                            given.tensors())),
                    Map.entry("Stack", Shapes::stacked),
                    Map.entry("Flip", given -> given.x().reverse(given.axes(given.x(), "axis"))),
                    Map.entry("Roll", Shapes::rolled),
                    Map.entry("Repeat", Shapes::repeated),
                    Map.entry("Tile", Shapes::tiled),
                    Map.entry("Pad", Shapes::padded),
                    Map.entry("BroadcastTo", Shapes::broadcast),
                    Map.entry("Take", Shapes::taken),
                    Map.entry("OneHot", Shapes::oneHot),
                    Map.entry("GetItem", Indexing::of));

    static final Map<String, Function<Given, List<Tensor>>> PARTS =
            Map.of("Split", Shapes::split, "Unstack", Shapes::unstacked);

    private Shapes() {}

    /// One size may be -1; null, which stands for a size that the data decides, is the batch in the first place.
    private static Tensor reshape(Given given) {
        Tensor x = given.x();
        var sizes = new ArrayList<Integer>();
        if (!(given.setting("newshape") instanceof List<?> wanted) || wanted.isEmpty()) {
            throw given.impossible("it mixes the rows of a batch");
        }
        for (Object size : wanted) {
            sizes.add(size == null ? -1 : given.whole(size));
        }
        boolean isRowOpen = sizes.subList(1, sizes.size()).contains(-1);
        if (sizes.getFirst() != -1 || isRowOpen && wanted.getFirst() != null) {
            // A batch of a fixed size, or one that would have to be guessed.
            return x.reshape(new Shape(sizes).toArray());
        }
        var row = new Shape(sizes.subList(1, sizes.size()));
        if (!isRowOpen && row.size() != x.shape().row().size()) {
            throw given.impossible("it mixes the rows of a batch");
        }
        sizes.set(0, x.shape().get(0));
        return x.reshape(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Tensor transpose(Given given) {
        Tensor x = given.x();
        return given.setting("axes") == null
                ? x.transpose(IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).toArray())
                : x.transpose(given.wholes("axes"));
    }

    private static Tensor expanded(Given given) {
        Tensor x = given.x();
        if (given.wholes("axis").length > MOST_AXES) {
            throw given.impossible("it adds more axes than an array has");
        }
        for (int axis : given.wholes("axis")) {
            x = x.expand(given.axis(x, axis, 1));
        }
        return x;
    }

    private static Tensor squeezed(Given given) {
        Tensor x = given.x();
        int[] axes =
                given.setting("axis") == null
                        ? IntStream.range(1, x.rank())
                                .filter(i -> given.x().shape().get(i) == 1)
                                .toArray()
                        : given.axes(x, "axis");
        for (int axis : IntStream.of(axes).boxed().sorted((a, b) -> b - a).toList()) {
            if (x.shape().get(axis) != 1) {
                throw given.impossible("axis " + axis + " is " + x.shape().get(axis) + " long");
            }
            x = x.squeeze(axis);
        }
        return x;
    }

    private static Tensor moved(Given given) {
        Tensor x = given.x();
        int[] from =
                IntStream.of(given.wholes("source"))
                        .map(i -> given.axis(given.x(), i, 0))
                        .toArray();
        int[] to =
                IntStream.of(given.wholes("destination"))
                        .map(i -> given.axis(given.x(), i, 0))
                        .toArray();
        var order = new ArrayList<@Nullable Integer>();
        IntStream.range(0, x.rank()).forEach(_ -> order.add(null));
        for (int i = 0; i < from.length; i++) {
            order.set(to[i], from[i]);
        }
        for (int axis = 0; axis < x.rank(); axis++) {
            if (!order.contains(axis)) {
                order.set(order.indexOf(null), axis);
            }
        }
        return x.transpose(order.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Tensor stacked(Given given) {
        List<Tensor> parts = given.tensors();
        return Tensor.stack(given.axis(parts.getFirst(), given.whole("axis"), 1), parts);
    }

    private static Tensor rolled(Given given) {
        Tensor x = given.x();
        int axis = given.axis(x, "axis");
        int size = x.shape().get(axis);
        int shift = size == 0 ? 0 : Math.floorMod(given.whole("shift"), size);
        return shift == 0
                ? x
                : Tensor.concatenate(
                        axis,
                        List.of(x.slice(axis, size - shift, size), x.slice(axis, 0, size - shift)));
    }

    private static Tensor repeated(Given given) {
        return given.x().repeatEach(given.axis(given.x(), "axis"), given.whole("repeats"));
    }

    private static Tensor tiled(Given given) {
        Tensor x = given.x();
        int[] counts = given.wholes("repeats");
        int more = counts.length - x.rank();
        if (more > 0) {
            throw given.impossible("it mixes the rows of a batch");
        }
        for (int i = 0; i < counts.length; i++) {
            int axis = i - more;
            if (counts[i] != 1) {
                x = x.repeatWhole(given.axis(x, axis, 0), counts[i]);
            }
        }
        return x;
    }

    private static Tensor padded(Given given) {
        Tensor x = given.x();
        if (!"constant".equals(given.setting("mode"))) {
            throw given.impossible("only constants are added");
        }
        var low = new ArrayList<Integer>();
        var high = new ArrayList<Integer>();
        if (given.setting("pad_width") instanceof List<?> widths) {
            for (Object width : widths) {
                List<?> both = width instanceof List<?> pair ? pair : List.of(width, width);
                low.add(given.whole(both.getFirst()));
                high.add(given.whole(both.getLast()));
            }
        }
        if (low.size() != x.rank() || low.getFirst() != 0 || high.getFirst() != 0) {
            throw given.impossible("it mixes the rows of a batch");
        }
        double value =
                given.operand(1, "constant_values") instanceof Number number
                        ? number.doubleValue()
                        : 0;
        return value == 0 ? x.pad(low, high) : x.minus(value).pad(low, high).plus(value);
    }

    private static Tensor broadcast(Given given) {
        Tensor x = given.x();
        if (!(given.setting("shape") instanceof List<?> sizes) || sizes.isEmpty()) {
            throw given.impossible("it has no shape");
        }
        var wanted = new ArrayList<Integer>();
        sizes.forEach(size -> wanted.add(size == null ? x.shape().get(0) : given.whole(size)));
        return x.broadcast(new Shape(wanted));
    }

    /// Indices that the file holds, along an axis.
    private static Tensor taken(Given given) {
        Tensor x = given.x();
        int axis = given.axis(x, "axis");
        int size = x.shape().get(axis);
        Object indices = given.operand(1, "indices");
        if (indices instanceof Number index) {
            return x.at(axis, Math.floorMod(given.whole(index), size));
        }
        if (indices instanceof Map<?, ?> constant
                && constant.get("config") instanceof Map<?, ?> config) {
            indices = config.get("value");
        }
        if (!(indices instanceof List<?> list) || list.isEmpty() || list.size() > MOST_PARTS) {
            throw given.impossible("its indices are no short list of numbers");
        }
        return Tensor.concatenate(
                axis,
                list.stream()
                        .map(index -> (int) Math.floorMod(given.whole(index), size))
                        .map(index -> x.slice(axis, index, index + 1))
                        .toList());
    }

    private static Tensor oneHot(Given given) {
        if (given.number("axis", -1) != -1) {
            throw given.impossible("only its last axis is read");
        }
        return given.x().oneHot(given.whole("num_classes"));
    }

    private static List<Tensor> split(Given given) {
        Tensor x = given.x();
        int axis = given.axis(x, "axis");
        int size = x.shape().get(axis);
        if (given.setting("indices_or_sections") instanceof List<?> list) {
            var parts = new ArrayList<Tensor>();
            int from = 0;
            for (Object index : list) {
                int at = given.whole(index);
                int to = Math.clamp(at < 0 ? at + size : at, from, size);
                parts.add(x.slice(axis, from, to));
                from = to;
            }
            parts.add(x.slice(axis, from, size));
            return parts;
        }
        int parts = given.whole("indices_or_sections");
        if (parts < 1 || parts > MOST_PARTS || size % parts != 0) {
            throw given.impossible(size + " cannot be cut into " + parts + " parts");
        }
        return x.split(axis, parts);
    }

    private static List<Tensor> unstacked(Given given) {
        Tensor x = given.x();
        int axis = given.axis(x, "axis");
        int size = x.shape().get(axis);
        if (size > MOST_PARTS) {
            throw given.impossible("it gives " + size + " arrays");
        }
        return IntStream.range(0, size).mapToObj(index -> x.at(axis, index)).toList();
    }
}
