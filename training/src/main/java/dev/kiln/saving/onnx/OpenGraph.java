package dev.kiln.saving.onnx;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The formulas of a model for any number of rows, and of any length where its inputs leave one open.
///
/// Inside a [Graph] every size is a number. The same model written for several samples of what the data decides tells
/// which sizes follow it: two samples give a line over a product of sizes, the others prove it. Sizes that are on no
/// line (the positions that a window with strides finds) become unknowns of their own, read where they come about.
final class OpenGraph {
    /// Rows, and two lengths: scores of attention.
    private static final int MOST_FACTORS = 3;

    private final String model;
    private final IntFunction<String> layers;
    private final List<Graph> graphs;
    private final List<Unknown> unknowns;

    /// The node at which each of the unknowns is read; before all for those that are given.
    private final List<Integer> readAt = new ArrayList<>();

    private final Map<Integer, Map<Integer, Unknown>> measured = new HashMap<>();
    private final Map<Line, Optional<Extent>> fitted = new HashMap<>();
    private final Map<Integer, Optional<ResizingWeights.Kind>> resized = new HashMap<>();

    /// Numbers that are to be a line over the first unknowns.
    private record Line(List<Integer> values, int unknowns) {}

    /// @param model    named in errors
    /// @param layers   the layer that wrote a node of the first graph
    /// @param graphs   one for each sample
    /// @param unknowns what the samples differ in
    OpenGraph(
            String model, IntFunction<String> layers, List<Graph> graphs, List<Unknown> unknowns) {
        this.model = model;
        this.layers = layers;
        this.graphs = List.copyOf(graphs);
        this.unknowns = new ArrayList<>(unknowns);
        unknowns.forEach(_ -> readAt.add(-1));
        int least = graphs.stream().mapToInt(Graph::size).min().orElseThrow();
        for (int id = 0; id < least; id++) {
            for (Graph graph : graphs) {
                same(graph, id);
            }
            measure(id);
        }
        if (graphs.stream().anyMatch(graph -> graph.size() != least)) {
            throw changing(least - 1);
        }
    }

    /// What windows find, what was cut, filled up or joined: sizes that others may be products of.
    private void measure(int id) {
        boolean isMeasured =
                switch (node(id).op()) {
                    case Op.Convolution _,
                            Op.ConvolutionInputGradient _,
                            Op.MaxPool _,
                            Op.SumPool _,
                            Op.SumPoolScatter _,
                            Op.Concatenate _,
                            Op.Slice _,
                            Op.Pad _ ->
                            true;
                    default -> false;
                };
        for (int axis = 0; isMeasured && axis < node(id).shape().rank(); axis++) {
            int at = axis;
            var values = graphs.stream().map(graph -> graph.node(id).shape().get(at)).toList();
            if (!isNumber(values) && unknowns.stream().noneMatch(u -> u.values().equals(values))) {
                var unknown = new Unknown("size_" + id + "_" + axis, values);
                unknowns.add(unknown);
                readAt.add(id);
                measured.computeIfAbsent(id, _ -> new HashMap<>()).put(axis, unknown);
            }
        }
    }

    /// Sizes that are to be read from a node's result: axis to size.
    Map<Integer, Unknown> measured(int id) {
        return measured.getOrDefault(id, Map.of());
    }

    /// A user's mistake at a node: its layer has no form.
    UserError changing(int id) {
        boolean areRows = unknowns.size() == 1;
        return new UserError(
                "E197",
                "layer "
                        + layer(id)
                        + " computes in another way for other "
                        + (areRows ? "numbers of rows" : "sizes of the data")
                        + "; ONNX has one form for all.",
                (areRows
                                ? "Type: "
                                : "Begin the model with its sizes: Input(20) instead of Input(?), or type: ")
                        + "%save \""
                        + model
                        + ".keras\"");
    }

    String layer(int id) {
        return layers.apply(id);
    }

    int size() {
        return graphs.getFirst().size();
    }

    Node node(int id) {
        return graphs.getFirst().node(id);
    }

    List<Extent> shape(int id) {
        return numbers(id, (_, node) -> node.shape().dimensions());
    }

    /// Numbers that a node has in each sample.
    ///
    /// @throws UserError E197 where they follow no size
    List<Extent> numbers(int id, BiFunction<Graph, Node, List<Integer>> read) {
        var at = graphs.stream().map(graph -> read.apply(graph, graph.node(id))).toList();
        var extents = new ArrayList<Extent>();
        for (int i = 0; i < at.getFirst().size(); i++) {
            int place = i;
            var values = at.stream().map(numbers -> numbers.get(place)).toList();
            extents.add(fit(id, values).orElseThrow(() -> changing(id)));
        }
        return extents;
    }

    /// Numbers of a node's settings.
    ///
    /// @param read what is read from the op in each sample
    <T extends Op> List<Extent> settings(int id, Class<T> op, Function<T, List<Integer>> read) {
        return numbers(id, (_, node) -> read.apply(op.cast(node.op())));
    }

    /// Whether all samples have the same there.
    boolean isSame(int id, Function<Node, Object> read) {
        return graphs.stream().map(graph -> read.apply(graph.node(id))).distinct().count() == 1;
    }

    /// Whether something holds in every sample.
    boolean holds(int id, BiPredicate<Graph, Node> condition) {
        return graphs.stream().allMatch(graph -> condition.test(graph, graph.node(id)));
    }

    /// A size whose value, or one over it, a number of the node is in every sample; empty where it follows none.
    Optional<Extent> sizeIn(int id, ToDoubleFunction<Node> number) {
        var values = new ArrayList<Integer>();
        for (Graph graph : graphs) {
            double value = number.applyAsDouble(graph.node(id));
            long whole = Math.round(value);
            if (Math.abs(value - whole) > 1e-6 * Math.abs(value)
                    || Math.abs(whole) > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            values.add((int) whole);
        }
        return fit(id, values);
    }

    /// The body of a loop.
    OpenGraph body(int scan) {
        return new OpenGraph(
                model,
                _ -> layer(scan),
                graphs.stream()
                        .map(graph -> ((Op.Scan) graph.node(scan).op()).body().graph())
                        .toList(),
                unknowns.subList(0, known(scan)));
    }

    // ---- lines

    private static boolean isNumber(List<Integer> values) {
        return Collections.frequency(values, values.getFirst()) == values.size();
    }

    private Optional<Extent> fit(int id, List<Integer> values) {
        if (isNumber(values)) {
            return Optional.of(Extent.fixed(values.getFirst()));
        }
        return fitted.computeIfAbsent(new Line(values, known(id)), this::line);
    }

    /// How many of the unknowns are read before a node.
    private int known(int id) {
        return (int) readAt.stream().filter(node -> node < id).count();
    }

    /// Over a single size first, then over products of two and of three.
    private Optional<Extent> line(Line wanted) {
        List<List<Unknown>> products = List.of(List.of());
        for (int factors = 1; factors <= MOST_FACTORS; factors++) {
            products = products.stream().flatMap(each -> longer(each, wanted.unknowns())).toList();
            for (List<Unknown> product : products) {
                var line = line(wanted.values(), product);
                if (line.isPresent()) {
                    return line;
                }
            }
        }
        return Optional.empty();
    }

    private Stream<List<Unknown>> longer(List<Unknown> product, int count) {
        int from = product.isEmpty() ? 0 : unknowns.indexOf(product.getLast());
        return unknowns.subList(from, count).stream()
                .map(next -> Stream.concat(product.stream(), Stream.of(next)).toList());
    }

    private static Optional<Extent> line(List<Integer> values, List<Unknown> product) {
        long from = Extent.product(product, 0);
        for (int i = 1; i < values.size(); i++) {
            long apart = Extent.product(product, i) - from;
            int more = values.get(i) - values.getFirst();
            if (apart == 0) {
                if (more != 0) {
                    return Optional.empty();
                }
                continue;
            }
            if (more == 0 || more % apart != 0) {
                return Optional.empty();
            }
            int factor = Math.toIntExact(more / apart);
            var line = new Extent(factor, product, (int) (values.getFirst() - factor * from));
            boolean isLine =
                    IntStream.range(0, values.size())
                            .allMatch(sample -> line.at(sample) == values.get(sample));
            return isLine ? Optional.of(line) : Optional.empty();
        }
        return Optional.empty();
    }

    // ---- samples

    private void same(Graph graph, int id) {
        Node node = graph.node(id);
        if (node.op().getClass() != node(id).op().getClass()
                || !node.inputs().equals(node(id).inputs())
                || node.shape().rank() != node(id).shape().rank()
                || node.op() instanceof Op.Literal
                        && !node.op().equals(node(id).op())
                        && resized(id).isEmpty()) {
            throw changing(id);
        }
    }

    /// What the numbers of a node are, where they follow a size as those that resize an image do.
    Optional<ResizingWeights.Kind> resized(int id) {
        var samples = graphs.stream().map(graph -> (Op.Literal) graph.node(id).op()).toList();
        return resized.computeIfAbsent(id, _ -> ResizingWeights.kind(samples));
    }
}
