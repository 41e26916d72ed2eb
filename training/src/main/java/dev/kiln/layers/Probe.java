package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The shapes that a layer gives, found by writing its formula into scratch graphs: once with small and
/// once with large numbers in place of unknown dimensions. What comes out alike is known.
final class Probe implements Supply {
    /// In place of an unknown batch size, and of every other unknown dimension: multiples of what
    /// windows and strides usually divide by, large enough for a deep stack of them.
    private static final int[] BATCH = {2, 3};

    private static final int[] EXTENT = {240, 480};

    private final List<Declaration> declarations = new ArrayList<>();
    private final Graph graph = new Graph();
    private final Map<Symbol, Signal> signals = new IdentityHashMap<>();
    private final int round;
    private int updates;

    private Probe(int round) {
        this.round = round;
    }

    /// @param shape batch first, unknown dimensions as [Shape#UNKNOWN]
    /// @param mask  the mask's shape; null without one
    record Output(Shape shape, @Nullable Shape mask) {}

    static List<Output> outputs(Symbol.Call call) {
        var first = new Probe(0);
        var small = first.run(call);
        boolean allKnown = call.sources().stream().allMatch(source -> call.given(source).isKnown());
        if (allKnown) {
            return small.stream().map(Probe::known).toList();
        }
        var second = new Probe(1);
        var large = second.run(call);
        first.check(call, second);
        var outputs = new ArrayList<Output>();
        for (int i = 0; i < small.size(); i++) {
            Tensor mask = small.get(i).mask();
            outputs.add(
                    new Output(
                            common(small.get(i).value(), large.get(i).value()),
                            mask == null
                                    ? null
                                    : common(mask, Objects.requireNonNull(large.get(i).mask()))));
        }
        return outputs;
    }

    /// Whether the layer updates states of its own while it trains.
    ///
    /// @param input one batch of its input
    static boolean keepsStates(Layer layer, Shape input) {
        var probe = new Probe(0);
        var root = Tracing.root(probe.graph, true, probe, layer, "");
        root.call(
                Names.of(layer),
                layer,
                List.of(Signal.of(probe.graph.input("x", input))),
                Arguments.NONE);
        return probe.updates > 0;
    }

    private static Output known(Signal signal) {
        return new Output(
                signal.value().shape(), signal.mask() == null ? null : signal.mask().shape());
    }

    private static Shape common(Tensor small, Tensor large) {
        Shape shape = small.shape();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.get(axis) != large.shape().get(axis)) {
                shape = shape.with(axis, Shape.UNKNOWN);
            }
        }
        return shape;
    }

    /// A weight's shape cannot depend on what the data decides.
    private void check(Symbol.Call call, Probe other) {
        for (int i = 0; i < declarations.size(); i++) {
            Declaration mine = declarations.get(i);
            if (!mine.shape().equals(other.declarations.get(i).shape())) {
                String name = Names.of(call.layer());
                throw new UserError(
                        "E133",
                        "the "
                                + mine.name()
                                + " of "
                                + name
                                + " depends on a dimension of its input "
                                + call.inputs().getFirst().shape().row()
                                + " that is not known (?).",
                        "Give the input a size there, or put a layer before "
                                + name
                                + " that removes the dimension: new GlobalAveragePooling1D()");
            }
        }
    }

    private List<Signal> run(Symbol.Call call) {
        var inputs = call.inputs().stream().map(symbol -> signal(call, symbol)).toList();
        var arguments = call.arguments().map(symbol -> signal(call, symbol));
        Tracing root = Tracing.root(graph, false, this, call.layer(), "");
        return root.call(Names.of(call.layer()), call.layer(), inputs, arguments).stream().toList();
    }

    private Signal signal(Symbol.Call call, Symbol symbol) {
        return signals.computeIfAbsent(
                symbol,
                source -> {
                    String name = "input" + signals.size();
                    Tensor value = graph.input(name, sized(call.given(source)));
                    return new Signal(
                            value,
                            source.mask()
                                    .map(mask -> graph.input(name + " mask", sized(mask)))
                                    .orElse(null));
                });
    }

    private Shape sized(Shape shape) {
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.get(axis) == Shape.UNKNOWN) {
                shape = shape.with(axis, axis == 0 ? BATCH[round] : EXTENT[round]);
            }
        }
        return shape;
    }

    @Override
    public Tensor weight(Tracing at, Declaration declaration) {
        declarations.add(declaration);
        return graph.input("weight" + declarations.size(), declaration.shape());
    }

    @Override
    public State state(Tracing at, Declaration declaration) {
        Tensor before = weight(at, declaration);
        return new State() {
            private Tensor now = before;

            @Override
            public Tensor read() {
                return now;
            }

            @Override
            public void update(Tensor value) {
                now = value;
                updates++;
            }
        };
    }

    @Override
    public boolean trainable(Tracing at) {
        return true;
    }
}
