package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.Arrays;
import java.util.List;

/// Rows of a batch that are mixed with other rows of it: images, and labels with them where they are given too.
///
/// @param share how much of each row stays, `[batch]`, 0 to 1
/// @param order which other row is mixed with each, `[batch]`
record MixedRows(Tensor share, Tensor order) {
    /// What a layer gives for images, or for images and labels.
    ///
    /// @param images mixed already
    List<Signal> with(Tensor images, List<Signal> inputs) {
        return inputs.size() == 1
                ? List.of(Signal.of(images))
                : List.of(Signal.of(images), Signal.of(mixed(inputs.get(1).value())));
    }

    /// `share * x + (1 - share) * other`, whatever the rank of x.
    Tensor mixed(Tensor x) {
        var sizes = new int[x.rank()];
        Arrays.fill(sizes, 1);
        sizes[0] = x.shape().get(0);
        Tensor kept = share.reshape(sizes);
        return x.times(kept).plus(x.gather(order).times(kept.subtractedFrom(1)));
    }

    /// @throws UserError E133 where the inputs are not images, or images and labels with a number a class
    static void check(Scope scope, List<Signal> inputs) {
        Sizes.rank(scope, inputs.getFirst().value(), 4);
        if (inputs.size() > 2 || inputs.size() == 2 && inputs.get(1).value().rank() != 2) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " takes images, or images and labels with a number for each class, but gets "
                            + (inputs.size() > 2
                                    ? inputs.size() + " inputs"
                                    : "labels of " + inputs.get(1).value().shape().row())
                            + ".",
                    "Type: layer.applyAll(List.of(images, new CategoryEncoding(10).apply(labels)), Arguments.NONE)");
        }
    }
}
