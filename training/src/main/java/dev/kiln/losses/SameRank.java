package dev.kiln.losses;

import dev.kiln.graph.Tensor;

/// Two tensors whose ranks differed by one last axis of size 1, brought to one rank: `[n]` beside
/// `[n, 1]`. Other tensors stay as they are.
public record SameRank(Tensor first, Tensor second) {
    /// A vector grows the axis; of higher ranks the longer one loses it.
    public static SameRank of(Tensor first, Tensor second) {
        if (first.rank() == second.rank() + 1 && first.shape().last() == 1) {
            return second.rank() == 1
                    ? new SameRank(first, second.expand(-1))
                    : new SameRank(first.squeeze(-1), second);
        }
        if (second.rank() == first.rank() + 1 && second.shape().last() == 1) {
            return first.rank() == 1
                    ? new SameRank(first.expand(-1), second)
                    : new SameRank(first, second.squeeze(-1));
        }
        return new SameRank(first, second);
    }
}
