package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.tensor.DType;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value of a model that is being written: it has a shape, no numbers.
///
/// ```java
/// Symbol in = Symbol.input(8);
/// Symbol out = new Add().apply(in, new Dense(8).apply(in));
/// Model model = Model.of(in, out);
/// ```
/// Two symbols are the same only if they are one object.
public final class Symbol {
    private final @Nullable Call call;
    private final int index;
    private final Shape shape;
    private final @Nullable Shape mask;
    private final @Nullable Input input;

    /// All outputs of the call, this one included.
    private List<Symbol> siblings = List.of(this);

    private Symbol(
            @Nullable Call call,
            int index,
            Shape shape,
            @Nullable Shape mask,
            @Nullable Input input) {
        this.call = call;
        this.index = index;
        this.shape = shape;
        this.mask = mask;
        this.input = input;
    }

    /// A layer applied to symbols.
    ///
    /// @param arguments may hold symbols too
    public record Call(Layer layer, List<Symbol> inputs, Arguments arguments) {
        public Call {
            inputs = List.copyOf(inputs);
        }

        /// Inputs, then the symbols among the arguments.
        public List<Symbol> sources() {
            var all = new ArrayList<>(inputs);
            all.addAll(arguments.symbols());
            return all;
        }

        /// The shape of what the layer's formula is given for a symbol: numbers for texts.
        Shape given(Symbol source) {
            return layer instanceof TextLayer texts && source.shape.rank() > 0
                    ? texts.numbersRow(source.shape.row()).batchOf(source.shape.get(0))
                    : source.shape;
        }

        /// @throws UserError E134 where texts do not go from an input into a layer that reads them
        private void requireTexts() {
            for (Symbol source : sources()) {
                boolean isText = source.dtype() == DType.STRING;
                if (!(layer instanceof TextLayer texts)) {
                    if (isText) {
                        throw new UserError(
                                "E134",
                                Names.of(layer)
                                        + " computes with numbers, but its input "
                                        + source
                                        + " holds texts.",
                                "Type: new TextVectorization().adapted(texts) between them, or new StringLookup().adapted(texts)");
                    }
                } else if (!isText && !(texts.readsWholeNumbers() && source.isWhole())) {
                    throw new UserError(
                            "E134",
                            Names.of(layer)
                                    + " reads texts, so it stands directly behind an input of texts, not behind "
                                    + source
                                    + ".",
                            "Type: new Input(1).withDtype(DType.STRING)");
                }
            }
        }

        /// Two calls are the same only if they are one object: the same layer on the same inputs twice is
        /// two calls.
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A model's input.
    ///
    /// @param row one row's dimensions, without the batch; -1 for one that the data decides
    public static Symbol input(int... row) {
        return new Input(row).symbol();
    }

    static Symbol input(Input input) {
        return new Symbol(null, 0, input.batchShape(), null, input);
    }

    /// The outputs of a call.
    ///
    /// @throws UserError where the layer cannot take its inputs
    static List<Symbol> of(Call call) {
        if (call.inputs().isEmpty()) {
            throw new UserError(
                    "E136",
                    Names.of(call.layer()) + " was applied to nothing.",
                    "Type: layer.apply(Symbol.input(8))");
        }
        call.requireTexts();
        var outputs = Probe.outputs(call);
        var symbols = new ArrayList<Symbol>();
        for (int i = 0; i < outputs.size(); i++) {
            Probe.Output output = outputs.get(i);
            symbols.add(new Symbol(call, i, output.shape(), output.mask(), null));
        }
        symbols.forEach(symbol -> symbol.siblings = List.copyOf(symbols));
        return List.copyOf(symbols);
    }

    /// Batch first; [Shape#UNKNOWN] where the data decides.
    public Shape shape() {
        return shape;
    }

    /// The shape of the mask that travels with it.
    public Optional<Shape> mask() {
        return Optional.ofNullable(mask);
    }

    public DType dtype() {
        return input == null ? DType.FLOAT32 : input.dtype();
    }

    private boolean isWhole() {
        return input != null && (input.dtype() == DType.INT32 || input.dtype() == DType.INT64);
    }

    /// The call that gives this symbol; none for an input.
    public Optional<Call> call() {
        return Optional.ofNullable(call);
    }

    /// The input that this symbol stands for.
    public Optional<Input> input() {
        return Optional.ofNullable(input);
    }

    /// All outputs of the call that gives this one.
    public List<Symbol> siblings() {
        return siblings;
    }

    /// Whether both stand for one value: the same input, or the same output of the same call.
    public boolean isSame(Symbol other) {
        return this == other || call != null && call.equals(other.call) && index == other.index;
    }

    /// Which output of the call.
    public int index() {
        return index;
    }

    @Override
    public String toString() {
        return (call == null ? "input" : Names.of(call.layer()))
                + " : "
                + (shape.rank() == 0 ? shape : shape.row());
    }
}
