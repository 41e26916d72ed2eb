package dev.kiln.autodiff;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gradients of slices of one tensor. Where slices do not overlap, what arrives at them is laid side by side, which is a copy, instead of
/// being filled up with zeros and added.
final class Parts {
    private Parts() {}

    /// A contribution that is zero outside of a range of one axis.
    ///
    /// @param inside what it is there
    private record Part(Tensor contribution, Tensor inside, int axis, int from) {
        int end() {
            return from + inside.shape().get(axis);
        }
    }

    /// Contributions with the same sum, in which slices that can lie side by side have become one.
    static List<Tensor> laidSideBySide(List<Tensor> contributions) {
        var rest = new ArrayList<Tensor>();
        Map<Integer, List<Part>> parts = new HashMap<>();
        for (Tensor contribution : contributions) {
            Part part = part(contribution);
            boolean isApart =
                    part != null
                            && parts.getOrDefault(part.axis(), List.of()).stream()
                                    .allMatch(
                                            other ->
                                                    part.end() <= other.from()
                                                            || other.end() <= part.from());
            if (isApart) {
                parts.computeIfAbsent(part.axis(), _ -> new ArrayList<>()).add(part);
            } else {
                rest.add(contribution);
            }
        }
        var joined = new ArrayList<Tensor>();
        parts.forEach((_, list) -> joined.add(joined(list, contributions.getFirst().shape())));
        joined.addAll(rest);
        return joined;
    }

    private static @Nullable Part part(Tensor contribution) {
        if (!(contribution.node().op() instanceof Op.Pad pad)
                || pad.interior().stream().anyMatch(zeros -> zeros != 0)) {
            return null;
        }
        int padded = -1;
        for (int axis = 0; axis < contribution.rank(); axis++) {
            if (pad.low().get(axis) != 0 || pad.high().get(axis) != 0) {
                if (padded >= 0) {
                    return null;
                }
                padded = axis;
            }
        }
        Tensor inside = contribution.graph().tensor(contribution.node().inputs().getFirst());
        return padded < 0 ? null : new Part(contribution, inside, padded, pad.low().get(padded));
    }

    private static Tensor joined(List<Part> parts, Shape whole) {
        if (parts.size() == 1) {
            return parts.getFirst().contribution();
        }
        var ordered = parts.stream().sorted(Comparator.comparing(Part::from)).toList();
        int axis = ordered.getFirst().axis();
        var pieces = new ArrayList<Tensor>();
        int at = 0;
        for (Part part : ordered) {
            gap(pieces, part, whole.with(axis, part.from() - at));
            pieces.add(part.inside());
            at = part.end();
        }
        gap(pieces, ordered.getLast(), whole.with(axis, whole.get(axis) - at));
        return Tensor.concatenate(axis, pieces);
    }

    private static void gap(List<Tensor> pieces, Part beside, Shape shape) {
        if (shape.get(beside.axis()) > 0) {
            pieces.add(beside.inside().graph().constant(0, shape));
        }
    }
}
