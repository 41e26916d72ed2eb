package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A slice of everything, a padding by nothing, a concatenation of one: `-> x`.
final class KeepWhole implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        Tensor x = inputs.getFirst();
        boolean whole =
                switch (op) {
                    case Op.Slice slice ->
                            slice.sizes().equals(x.shape().dimensions())
                                    && slice.strides().stream().allMatch(stride -> stride == 1);
                    case Op.Pad pad ->
                            Stream.of(pad.low(), pad.high(), pad.interior())
                                    .flatMap(List::stream)
                                    .allMatch(zeros -> zeros == 0);
                    case Op.Concatenate _ -> inputs.size() == 1;
                    default -> false;
                };
        return whole ? Optional.of(x) : Optional.empty();
    }
}
