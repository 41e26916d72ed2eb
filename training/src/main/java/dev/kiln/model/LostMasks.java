package dev.kiln.model;

import dev.kiln.layers.Embedding;
import dev.kiln.layers.Masking;
import dev.kiln.layers.MultiHeadAttention;
import dev.kiln.layers.ReversibleEmbedding;
import dev.kiln.layers.Signal;
import dev.kiln.layers.Symbol;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which masks do not reach the loss. In Keras 3, `MultiHeadAttention` takes the masks off the arrays that it is given.
/// Layers that were told their masks when the model was built keep them, but what is computed from these arrays
/// afterwards, such as the sum with the attention's output, comes to loss and metrics without a mask: there all steps
/// count.
///
/// Source: `keras/src/layers/attention/multi_head_attention.py` and `Layer.__call__` of Keras 3.15.
final class LostMasks {
    private static final int ALL = -1;

    private final Model model;
    private final Set<Place> lost = new HashSet<>();

    /// An output of a call, all of them, or an input of the model where there is no call.
    private record Place(Symbol.@Nullable Call call, int index) {}

    private LostMasks(Model model) {
        this.model = model;
    }

    /// The outputs of a model as its loss sees them.
    static List<Signal> without(Model model, List<Signal> outputs) {
        var lost = of(model, Set.of());
        return IntStream.range(0, outputs.size())
                .mapToObj(
                        i ->
                                lost.contains(i)
                                        ? new Signal(outputs.get(i).value(), null)
                                        : outputs.get(i))
                .toList();
    }

    /// @param inputs numbers of the inputs whose masks are lost
    /// @return numbers of such outputs
    private static Set<Integer> of(Model model, Set<Integer> inputs) {
        var masks = new LostMasks(model);
        inputs.forEach(input -> masks.lost.add(new Place(null, input)));
        model.calls().forEach(masks::follow);
        return masks.among(model.outputSymbols());
    }

    private void follow(Symbol.Call call) {
        Set<Integer> given = among(call.inputs());
        switch (call.layer()) {
            case Model inner -> of(inner, given).forEach(i -> lost.add(new Place(call, i)));
            case MultiHeadAttention _ -> {
                if (given.contains(0)) {
                    lost.add(new Place(call, 0));
                }
                call.inputs().forEach(input -> lost.add(place(input)));
            }
            case Embedding _, ReversibleEmbedding _, Masking _ -> {}
            default -> {
                if (!given.isEmpty()) {
                    lost.add(new Place(call, ALL));
                }
            }
        }
    }

    private Set<Integer> among(List<Symbol> symbols) {
        return IntStream.range(0, symbols.size())
                .filter(i -> isLost(symbols.get(i)))
                .boxed()
                .collect(Collectors.toSet());
    }

    private boolean isLost(Symbol symbol) {
        return lost.contains(place(symbol))
                || symbol.call().filter(call -> lost.contains(new Place(call, ALL))).isPresent();
    }

    private Place place(Symbol symbol) {
        return symbol.call()
                .map(call -> new Place(call, symbol.index()))
                .orElseGet(() -> new Place(null, model.inputSymbols().indexOf(symbol)));
    }
}
