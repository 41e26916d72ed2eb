package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.Optional;

/// One number everywhere stays that number, however it is repeated, cut or put in another order.
final class MoveNumber implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        if (!(inputs.getFirst().node().op() instanceof Op.Constant(double number, Shape from))) {
            return Optional.empty();
        }
        Tensor x = inputs.getFirst();
        return switch (op) {
            case Op.Broadcast(Shape to) -> Optional.of(x.graph().constant(number, to));
            case Op.Reshape(Shape to) -> Optional.of(x.graph().constant(number, to));
            case Op.Transpose(List<Integer> order) ->
                    Optional.of(
                            x.graph()
                                    .constant(
                                            number,
                                            new Shape(order.stream().map(from::get).toList())));
            case Op.Slice slice ->
                    Optional.of(x.graph().constant(number, new Shape(slice.sizes())));
            case Op.Reverse _ -> Optional.of(x);
            default -> Optional.empty();
        };
    }
}
