package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// An op on numbers is a number: for the ops that are rounded correctly, in float32 as programs work.
final class FoldConstants implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        if (!(op instanceof Op.Elementwise elementwise)) {
            return Optional.empty();
        }
        float[] in = new float[3];
        for (int i = 0; i < inputs.size(); i++) {
            if (!(inputs.get(i).node().op() instanceof Op.Constant(double number, var _))) {
                return Optional.empty();
            }
            in[i] = (float) number;
        }
        Tensor x = inputs.getFirst();
        return number(elementwise, in[0], in[1], in[2])
                .map(number -> x.graph().constant(number, x.shape()));
    }

    private static Optional<Float> number(Op.Elementwise op, float x, float y, float z) {
        return switch (op) {
            case Op.Negate _ -> Optional.of(-x);
            case Op.Abs _ -> Optional.of(Math.abs(x));
            case Op.Sign _ -> Optional.of(Math.signum(x));
            case Op.Floor _ -> Optional.of((float) Math.floor(x));
            case Op.Round _ -> Optional.of((float) Math.rint(x));
            case Op.Sqrt _ -> Optional.of((float) Math.sqrt(x));
            case Op.Add _ -> Optional.of(x + y);
            case Op.Subtract _ -> Optional.of(x - y);
            case Op.Multiply _ -> Optional.of(x * y);
            case Op.Divide _ -> Optional.of(x / y);
            case Op.Maximum _ -> Optional.of(Math.max(x, y));
            case Op.Minimum _ -> Optional.of(Math.min(x, y));
            case Op.Power _ -> Optional.of((float) StrictMath.pow(x, y));
            case Op.Less _ -> Optional.of(x < y ? 1f : 0f);
            case Op.LessOrEqual _ -> Optional.of(x <= y ? 1f : 0f);
            case Op.Equal _ -> Optional.of(x == y ? 1f : 0f);
            case Op.Select _ -> Optional.of(x != 0 ? y : z);
            // Approximated: the program's own kernels say what their bits are.
            case Op.Exp _,
                    Op.Expm1 _,
                    Op.Log _,
                    Op.Log1p _,
                    Op.Sin _,
                    Op.Cos _,
                    Op.Tanh _,
                    Op.Sigmoid _,
                    Op.Erf _ ->
                    Optional.empty();
        };
    }
}
