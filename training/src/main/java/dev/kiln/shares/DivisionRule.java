package dev.kiln.shares;

import dev.kiln.graph.Op;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which ops can be worked out by shares, and how; everything but loops, which [LoopDivision] looks into.
///
/// @param rows of the whole batch
record DivisionRule(int rows) {
    /// @param in     how the inputs are spread
    /// @param shapes of the inputs, for all rows
    /// @param result shape of the result, for all rows
    /// @return empty where every row needs the others
    Optional<Division> of(Op op, List<Spread> in, List<Shape> shapes, Shape result) {
        if (in.contains(Spread.PARTIAL)) {
            Optional<Division> summands = ofSummands(op, in);
            if (summands.isPresent()) {
                return summands;
            }
        }
        // A sum that this op cannot pass on is put together before.
        var spreads = in.stream().map(s -> s instanceof Spread.Partial ? Spread.WHOLE : s).toList();
        if (spreads.stream().noneMatch(Spread.Rows.class::isInstance)) {
            return Optional.of(Division.once(in.size()));
        }
        return switch (op) {
            case Op.Elementwise _ -> alike(spreads);
            case Op.StopGradient _ -> alike(spreads);
            case Op.Broadcast(Shape to) -> {
                Spread.Rows rows = rows(spreads, 0);
                yield one(rows.at(rows.axis() + to.rank() - shapes.getFirst().rank()), spreads);
            }
            case Op.Reshape(Shape to) ->
                    reshaped(rows(spreads, 0), shapes.getFirst(), to)
                            .map(rows -> new Division(rows, spreads));
            case Op.Transpose(List<Integer> order) ->
                    one(rows(spreads, 0).at(order.indexOf(rows(spreads, 0).axis())), spreads);
            case Op.Slice slice -> {
                int axis = rows(spreads, 0).axis();
                boolean all =
                        slice.starts().get(axis) == 0
                                && slice.strides().get(axis) == 1
                                && slice.sizes().get(axis) == shapes.getFirst().get(axis);
                yield where(all, rows(spreads, 0), spreads);
            }
            case Op.Pad pad -> {
                int axis = rows(spreads, 0).axis();
                boolean none =
                        pad.low().get(axis) == 0
                                && pad.high().get(axis) == 0
                                && pad.interior().get(axis) == 0;
                yield where(none, rows(spreads, 0), spreads);
            }
            case Op.Concatenate(int axis) ->
                    alike(spreads).filter(d -> ((Spread.Rows) d.result()).axis() != axis);
            case Op.Reverse(List<Integer> axes) ->
                    where(!axes.contains(rows(spreads, 0).axis()), rows(spreads, 0), spreads);
            case Op.Sum(List<Integer> axes) -> {
                Spread.Rows rows = rows(spreads, 0);
                yield one(
                        axes.contains(rows.axis()) ? Spread.PARTIAL : without(rows, axes), spreads);
            }
            case Op.Max(List<Integer> axes) -> kept(rows(spreads, 0), axes, spreads);
            case Op.ArgMax(int axis) -> kept(rows(spreads, 0), List.of(axis), spreads);
            case Op.MatMul(boolean left, boolean right) ->
                    product(left, right, spreads, result.rank());
            case Op.Gather _ -> lookup(spreads, shapes);
            case Op.ScatterAdd _ -> scattered(spreads, shapes, result);
            case Op.Convolution _, Op.ConvolutionInputGradient _ -> {
                // The kernel is the second input here, the first one there.
                int x = op instanceof Op.Convolution ? 0 : 1;
                yield spreads.get(1 - x) instanceof Spread.Whole
                        ? where(rows(spreads, x).axis() == 0, rows(spreads, x), spreads)
                        : Optional.empty();
            }
            case Op.ConvolutionKernelGradient _ ->
                    alike(spreads)
                            .filter(DivisionRule::isAlongFirst)
                            .map(d -> new Division(Spread.PARTIAL, d.inputs()));
            case Op.MaxPool _,
                    Op.MaxPoolScatter _,
                    Op.MaxPoolGather _,
                    Op.SumPool _,
                    Op.SumPoolScatter _ ->
                    alike(spreads).filter(DivisionRule::isAlongFirst);
            case Op.Input _,
                    Op.Read _,
                    Op.Constant _,
                    Op.Literal _,
                    Op.Iota _,
                    Op.Uniform _,
                    Op.Scan _,
                    Op.Final _,
                    Op.Stacked _ ->
                    throw new IllegalStateException("not divided by what it reads: " + op);
        };
    }

    /// Ops for which the sum of results is the result of the sum.
    private static Optional<Division> ofSummands(Op op, List<Spread> in) {
        boolean all = in.stream().allMatch(Spread.Partial.class::isInstance);
        boolean passes =
                switch (op) {
                    case Op.Reshape _,
                            Op.Transpose _,
                            Op.Slice _,
                            Op.Pad _,
                            Op.Reverse _,
                            Op.Sum _,
                            Op.StopGradient _,
                            Op.Negate _ ->
                            true;
                    case Op.Add _, Op.Subtract _ -> all;
                    case Op.Concatenate _ -> in.stream().noneMatch(Spread.Rows.class::isInstance);
                    default -> false;
                };
        return passes
                ? Optional.of(
                        new Division(
                                Spread.PARTIAL, Collections.nCopies(in.size(), Spread.PARTIAL)))
                : Optional.empty();
    }

    private static Spread.Rows rows(List<Spread> spreads, int input) {
        return (Spread.Rows) spreads.get(input);
    }

    private static Optional<Division> one(Spread result, List<Spread> inputs) {
        return Optional.of(new Division(result, inputs));
    }

    private static Optional<Division> where(boolean holds, Spread result, List<Spread> inputs) {
        return holds ? one(result, inputs) : Optional.empty();
    }

    private static boolean isAlongFirst(Division division) {
        return ((Spread.Rows) division.result()).axis() == 0;
    }

    /// All inputs in the same way.
    private static Optional<Division> alike(List<Spread> spreads) {
        Set<Spread> found = new HashSet<>(spreads);
        found.remove(Spread.WHOLE);
        if (found.size() != 1) {
            return Optional.empty();
        }
        Spread rows = found.iterator().next();
        return one(rows, Collections.nCopies(spreads.size(), rows));
    }

    private static Spread.Rows without(Spread.Rows rows, List<Integer> axes) {
        return rows.at(rows.axis() - (int) axes.stream().filter(a -> a < rows.axis()).count());
    }

    private static Optional<Division> kept(
            Spread.Rows rows, List<Integer> axes, List<Spread> inputs) {
        return axes.contains(rows.axis()) ? Optional.empty() : one(without(rows, axes), inputs);
    }

    /// The same rows under another shape.
    private Optional<Spread> reshaped(Spread.Rows from, Shape shape, Shape to) {
        long before = shape.slice(0, from.axis()).size() * from.outer();
        long leading = 1;
        for (int axis = 0; axis < to.rank() && leading <= before; axis++) {
            int size = to.get(axis);
            if (leading > 0 && before % leading == 0) {
                long outer = before / leading;
                if (size > 0 && size % (outer * rows) == 0) {
                    return Optional.of(
                            new Spread.Rows(axis, (int) outer, (int) (size / (outer * rows))));
                }
            }
            leading *= size;
        }
        return Optional.empty();
    }

    private static Optional<Division> product(
            boolean transposeLeft, boolean transposeRight, List<Spread> spreads, int rank) {
        int leftRows = transposeLeft ? rank - 1 : rank - 2;
        int leftInner = transposeLeft ? rank - 2 : rank - 1;
        int rightInner = transposeRight ? rank - 1 : rank - 2;
        int rightColumns = transposeRight ? rank - 2 : rank - 1;
        if (spreads.get(0) instanceof Spread.Rows left) {
            boolean rightIsWhole = spreads.get(1) instanceof Spread.Whole;
            if (left.axis() == leftRows) {
                return where(rightIsWhole, left.at(rank - 2), spreads);
            }
            boolean isInner = left.axis() == leftInner;
            Spread.Rows wanted = isInner ? left.at(rightInner) : left;
            return where(
                    rightIsWhole || spreads.get(1).equals(wanted),
                    isInner ? Spread.PARTIAL : left,
                    List.of(left, wanted));
        }
        Spread.Rows right = rows(spreads, 1);
        if (right.axis() == rightColumns) {
            return one(right.at(rank - 1), spreads);
        }
        boolean isInner = right.axis() == rightInner;
        Spread.Rows wanted = isInner ? right.at(leftInner) : right;
        return one(isInner ? Spread.PARTIAL : right, List.of(wanted, right));
    }

    private static Optional<Division> lookup(List<Spread> spreads, List<Shape> shapes) {
        if (spreads.get(0) instanceof Spread.Whole) {
            return one(spreads.get(1), spreads);
        }
        Spread.Rows table = rows(spreads, 0);
        return where(
                spreads.get(1) instanceof Spread.Whole && table.axis() > 0,
                table.at(table.axis() - 1 + shapes.get(1).rank()),
                spreads);
    }

    /// Each share fills a table of its own, where the table is not much larger than what is put into it.
    private static Optional<Division> scattered(
            List<Spread> spreads, List<Shape> shapes, Shape table) {
        int indexed = shapes.get(0).rank();
        if (spreads.get(1) instanceof Spread.Rows updates && updates.axis() >= indexed) {
            return where(
                    spreads.get(0) instanceof Spread.Whole,
                    updates.at(updates.axis() - indexed + 1),
                    spreads);
        }
        var wanted = new ArrayList<Spread>(spreads);
        wanted.removeIf(Spread.Whole.class::isInstance);
        return table.size() <= 2 * shapes.get(1).size() && new HashSet<>(wanted).size() == 1
                ? one(Spread.PARTIAL, List.of(wanted.getFirst(), wanted.getFirst()))
                : Optional.empty();
    }
}
