package dev.kiln.graph;

import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// A handle to one node of a [Graph], to write formulas with. Two-input methods broadcast as NumPy
/// does; axes may be negative, counted from the last.
public record Tensor(Graph graph, int id) {

    public Node node() {
        return graph.node(id);
    }

    public Shape shape() {
        return node().shape();
    }

    public int rank() {
        return shape().rank();
    }

    private Tensor apply(Op op) {
        return graph.add(op, this);
    }

    private static Tensor pair(Op op, Tensor x, Tensor y) {
        Shape common = common(op, x.shape(), y.shape());
        return x.graph.add(op, x.broadcast(common), y.broadcast(common));
    }

    private Tensor like(double value) {
        return graph.constant(value, shape());
    }

    private static Shape common(Op op, Shape x, Shape y) {
        if (x.equals(y)) {
            return x;
        }
        int rank = Math.max(x.rank(), y.rank());
        var sizes = new ArrayList<Integer>();
        for (int axis = rank; axis >= 1; axis--) {
            int left = axis > x.rank() ? 1 : x.get(-axis);
            int right = axis > y.rank() ? 1 : y.get(-axis);
            if (left != right && left != 1 && right != 1) {
                throw new ShapeMismatch(
                        op.getClass().getSimpleName() + " cannot pair " + x + " with " + y);
            }
            sizes.add(left == 1 ? right : left);
        }
        return new Shape(sizes);
    }

    // ---- arithmetic

    public Tensor plus(Tensor y) {
        return pair(new Op.Add(), this, y);
    }

    public Tensor plus(double y) {
        return graph.add(new Op.Add(), this, like(y));
    }

    public Tensor minus(Tensor y) {
        return pair(new Op.Subtract(), this, y);
    }

    public Tensor minus(double y) {
        return graph.add(new Op.Subtract(), this, like(y));
    }

    /// `x - this`.
    public Tensor subtractedFrom(double x) {
        return graph.add(new Op.Subtract(), like(x), this);
    }

    public Tensor times(Tensor y) {
        return pair(new Op.Multiply(), this, y);
    }

    public Tensor times(double y) {
        return graph.add(new Op.Multiply(), this, like(y));
    }

    public Tensor dividedBy(Tensor y) {
        return pair(new Op.Divide(), this, y);
    }

    public Tensor dividedBy(double y) {
        return graph.add(new Op.Divide(), this, like(y));
    }

    public Tensor reciprocal() {
        return graph.add(new Op.Divide(), like(1), this);
    }

    /// `x / y`, and 0 where y is 0 (gradients are 0 there as well).
    public Tensor dividedByOrZero(Tensor y) {
        Shape common = common(new Op.Divide(), shape(), y.shape());
        Tensor divisor = y.broadcast(common);
        Tensor isZero = divisor.equalTo(0);
        Tensor safe = isZero.select(divisor.like(1), divisor);
        return isZero.select(divisor.like(0), broadcast(common).dividedBy(safe));
    }

    public Tensor negate() {
        return apply(new Op.Negate());
    }

    public Tensor abs() {
        return apply(new Op.Abs());
    }

    public Tensor sign() {
        return apply(new Op.Sign());
    }

    public Tensor floor() {
        return apply(new Op.Floor());
    }

    public Tensor ceil() {
        return negate().floor().negate();
    }

    public Tensor round() {
        return apply(new Op.Round());
    }

    public Tensor square() {
        return times(this);
    }

    public Tensor sqrt() {
        return apply(new Op.Sqrt());
    }

    public Tensor reciprocalSqrt() {
        return sqrt().reciprocal();
    }

    public Tensor power(Tensor exponent) {
        return pair(new Op.Power(), this, exponent);
    }

    public Tensor power(double exponent) {
        return graph.add(new Op.Power(), this, like(exponent));
    }

    /// Remainder with the sign of `y`, as in Python.
    public Tensor modulo(Tensor y) {
        return minus(dividedBy(y).floor().times(y));
    }

    // ---- functions

    public Tensor exp() {
        return apply(new Op.Exp());
    }

    public Tensor expm1() {
        return apply(new Op.Expm1());
    }

    public Tensor log() {
        return apply(new Op.Log());
    }

    public Tensor log1p() {
        return apply(new Op.Log1p());
    }

    public Tensor sin() {
        return apply(new Op.Sin());
    }

    public Tensor cos() {
        return apply(new Op.Cos());
    }

    public Tensor tanh() {
        return apply(new Op.Tanh());
    }

    public Tensor sigmoid() {
        return apply(new Op.Sigmoid());
    }

    public Tensor erf() {
        return apply(new Op.Erf());
    }

    /// `max(x, 0)`; the gradient at 0 is 0.
    public Tensor relu() {
        return maximum(0);
    }

    /// `log(1 + exp(x))` without overflow; the gradient is the sigmoid, 0.5 at 0.
    public Tensor softplus() {
        // Chosen with Select, which splits the tie at 0 so that the two halves of the gradient add
        // up to 0.5.
        Tensor negative = less(0);
        Tensor distance = negative.select(negate(), this);
        return negative.select(0, this).plus(distance.negate().exp().log1p());
    }

    // ---- comparisons: 1 for true, 0 for false

    public Tensor maximum(Tensor y) {
        return pair(new Op.Maximum(), this, y);
    }

    public Tensor maximum(double y) {
        return graph.add(new Op.Maximum(), this, like(y));
    }

    public Tensor minimum(Tensor y) {
        return pair(new Op.Minimum(), this, y);
    }

    public Tensor minimum(double y) {
        return graph.add(new Op.Minimum(), this, like(y));
    }

    /// Into [low, high]; the gradient is 0 outside and on the border.
    public Tensor clip(double low, double high) {
        return maximum(low).minimum(high);
    }

    public Tensor less(Tensor y) {
        return pair(new Op.Less(), this, y);
    }

    public Tensor less(double y) {
        return graph.add(new Op.Less(), this, like(y));
    }

    public Tensor lessOrEqual(Tensor y) {
        return pair(new Op.LessOrEqual(), this, y);
    }

    public Tensor lessOrEqual(double y) {
        return graph.add(new Op.LessOrEqual(), this, like(y));
    }

    public Tensor greater(Tensor y) {
        return y.less(this);
    }

    public Tensor greater(double y) {
        return graph.add(new Op.Less(), like(y), this);
    }

    public Tensor greaterOrEqual(Tensor y) {
        return y.lessOrEqual(this);
    }

    public Tensor greaterOrEqual(double y) {
        return graph.add(new Op.LessOrEqual(), like(y), this);
    }

    public Tensor equalTo(Tensor y) {
        return pair(new Op.Equal(), this, y);
    }

    public Tensor equalTo(double y) {
        return graph.add(new Op.Equal(), this, like(y));
    }

    /// 1 - this, for truth values.
    public Tensor not() {
        return subtractedFrom(1);
    }

    /// Where this is not 0 the value of `then`, elsewhere that of `otherwise`.
    public Tensor select(Tensor then, Tensor otherwise) {
        Shape common =
                common(
                        new Op.Select(),
                        common(new Op.Select(), shape(), then.shape()),
                        otherwise.shape());
        return graph.add(
                new Op.Select(),
                broadcast(common),
                then.broadcast(common),
                otherwise.broadcast(common));
    }

    public Tensor select(Tensor then, double otherwise) {
        return select(then, graph.constant(otherwise));
    }

    public Tensor select(double then, Tensor otherwise) {
        return select(graph.constant(then), otherwise);
    }

    // ---- reductions

    private List<Integer> axes(int... axes) {
        if (axes.length == 0) {
            return IntStream.range(0, rank()).boxed().toList();
        }
        return IntStream.of(axes)
                .map(axis -> shape().axis(axis))
                .sorted()
                .distinct()
                .boxed()
                .toList();
    }

    private Tensor kept(Tensor reduced, List<Integer> axes) {
        Shape kept = shape();
        for (int axis : axes) {
            kept = kept.with(axis, 1);
        }
        return reduced.reshape(kept);
    }

    /// The sum along the axes, which disappear; along all without any.
    public Tensor sum(int... axes) {
        var list = axes(axes);
        return list.isEmpty() ? this : apply(new Op.Sum(list));
    }

    /// The sum along the axes, which stay with size 1.
    public Tensor sumKept(int... axes) {
        return kept(sum(axes), axes(axes));
    }

    public Tensor mean(int... axes) {
        return sum(axes).dividedBy(count(axes));
    }

    public Tensor meanKept(int... axes) {
        return sumKept(axes).dividedBy(count(axes));
    }

    /// How many numbers a reduction along the axes takes together.
    private double count(int... axes) {
        double count = 1;
        for (int axis : axes(axes)) {
            count *= shape().get(axis);
        }
        return count;
    }

    /// Mean squared distance from the mean (divided by the count).
    public Tensor variance(int... axes) {
        return minus(meanKept(axes)).square().mean(axes);
    }

    public Tensor max(int... axes) {
        var list = axes(axes);
        return list.isEmpty() ? this : apply(new Op.Max(list));
    }

    public Tensor maxKept(int... axes) {
        return kept(max(axes), axes(axes));
    }

    public Tensor min(int... axes) {
        return negate().max(axes).negate();
    }

    public Tensor minKept(int... axes) {
        return negate().maxKept(axes).negate();
    }

    public Tensor argMax(int axis) {
        return apply(new Op.ArgMax(shape().axis(axis)));
    }

    /// `log(sum(exp(x)))` along the axes, which stay with size 1, without overflow.
    public Tensor logSumExpKept(int... axes) {
        Tensor largest = maxKept(axes).stopGradient();
        // An infinite maximum would give inf - inf; the sum then is that infinity anyway.
        Tensor finite = largest.abs().less(Double.POSITIVE_INFINITY);
        Tensor shift = finite.select(largest, 0);
        return minus(shift).exp().sumKept(axes).log().plus(shift);
    }

    public Tensor softmax(int... axes) {
        Tensor powers = minus(maxKept(axes).stopGradient()).exp();
        return powers.dividedBy(powers.sumKept(axes));
    }

    public Tensor logSoftmax(int... axes) {
        return minus(logSumExpKept(axes));
    }

    // ---- shape

    public Tensor broadcast(Shape to) {
        return to.equals(shape()) ? this : apply(new Op.Broadcast(to));
    }

    public Tensor reshape(Shape to) {
        return to.equals(shape()) ? this : apply(new Op.Reshape(to));
    }

    /// @param sizes one of them may be -1: as many as are left
    public Tensor reshape(int... sizes) {
        long known = 1;
        int open = -1;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] == -1) {
                open = axis;
            } else {
                known *= sizes[axis];
            }
        }
        int[] filled = sizes.clone();
        if (open >= 0) {
            filled[open] = known == 0 ? 0 : Math.toIntExact(shape().size() / known);
        }
        return reshape(Shape.of(filled));
    }

    /// A new axis of size 1 before `axis`; -1 appends.
    public Tensor expand(int axis) {
        return reshape(shape().inserted(axis, 1));
    }

    /// Without an axis of size 1.
    public Tensor squeeze(int axis) {
        return reshape(shape().without(axis));
    }

    /// Output axis `i` is this tensor's axis `order[i]`.
    public Tensor transpose(int... order) {
        var list = IntStream.of(order).map(axis -> shape().axis(axis)).boxed().toList();
        return list.equals(IntStream.range(0, rank()).boxed().toList())
                ? this
                : apply(new Op.Transpose(list));
    }

    /// Two axes swapped.
    public Tensor swap(int axis, int other) {
        int[] order = IntStream.range(0, rank()).toArray();
        order[shape().axis(axis)] = shape().axis(other);
        order[shape().axis(other)] = shape().axis(axis);
        return transpose(order);
    }

    /// Indices `from` (inclusive) to `to` (exclusive) along one axis.
    public Tensor slice(int axis, int from, int to) {
        return slice(axis, from, to, 1);
    }

    public Tensor slice(int axis, int from, int to, int stride) {
        int[] starts = new int[rank()];
        int[] sizes = shape().toArray();
        int[] strides = IntStream.generate(() -> 1).limit(rank()).toArray();
        int along = shape().axis(axis);
        starts[along] = from;
        sizes[along] = Math.max(Math.ceilDiv(to - from, stride), 0);
        strides[along] = stride;
        if (sizes[along] == shape().get(along) && stride == 1 && from == 0) {
            return this;
        }
        return apply(new Op.Slice(boxed(starts), boxed(sizes), boxed(strides)));
    }

    /// One index of an axis, which disappears.
    public Tensor at(int axis, int index) {
        return slice(axis, index, index + 1).squeeze(axis);
    }

    /// Zeros around and between the numbers.
    public Tensor pad(List<Integer> low, List<Integer> high, List<Integer> interior) {
        return apply(new Op.Pad(low, high, interior));
    }

    public Tensor pad(List<Integer> low, List<Integer> high) {
        return pad(low, high, Collections.nCopies(rank(), 0));
    }

    /// Equal parts along an axis.
    public List<Tensor> split(int axis, int parts) {
        int size = shape().get(axis) / parts;
        return IntStream.range(0, parts)
                .mapToObj(part -> slice(axis, part * size, (part + 1) * size))
                .toList();
    }

    public static Tensor concatenate(int axis, List<Tensor> parts) {
        Tensor first = parts.getFirst();
        return parts.size() == 1
                ? first
                : first.graph.add(new Op.Concatenate(first.shape().axis(axis)), parts);
    }

    /// Tensors of one shape along a new axis.
    public static Tensor stack(int axis, List<Tensor> parts) {
        return concatenate(axis, parts.stream().map(part -> part.expand(axis)).toList());
    }

    public Tensor reverse(int... axes) {
        return apply(new Op.Reverse(axes(axes)));
    }

    /// `count` copies one behind the other along an axis.
    public Tensor repeatWhole(int axis, int count) {
        int along = shape().axis(axis);
        return reshape(shape().inserted(along, 1))
                .broadcast(shape().inserted(along, count))
                .reshape(shape().with(along, shape().get(along) * count));
    }

    /// Each index of an axis `count` times in a row.
    public Tensor repeatEach(int axis, int count) {
        int along = shape().axis(axis);
        return reshape(shape().inserted(along + 1, 1))
                .broadcast(shape().inserted(along + 1, count))
                .reshape(shape().with(along, shape().get(along) * count));
    }

    // ---- products, gathers

    /// Matrix product over the last two axes. A right side of rank 2 serves every leading index; other
    /// leading axes broadcast.
    public Tensor matMul(Tensor right) {
        if (right.rank() == 2 && rank() > 2) {
            Tensor flat = reshape(-1, shape().last());
            return flat.matMul(right).reshape(shape().with(-1, right.shape().last()));
        }
        Shape leading =
                common(
                        new Op.MatMul(false, false),
                        shape().slice(0, rank() - 2),
                        right.shape().slice(0, right.rank() - 2));
        return graph.add(
                new Op.MatMul(false, false),
                broadcast(leading.concat(shape().slice(rank() - 2, rank()))),
                right.broadcast(
                        leading.concat(right.shape().slice(right.rank() - 2, right.rank()))));
    }

    /// Rows of this table; result `[…indices, …row]`.
    public Tensor gather(Tensor indices) {
        return graph.add(new Op.Gather(), this, indices);
    }

    /// `[…, depth]`: 1 at the index, else 0; an index outside 0 to depth-1 gives a row of zeros.
    public Tensor oneHot(int depth) {
        Shape shape = shape().concat(Shape.of(depth));
        return expand(-1).equalTo(graph.iota(shape, -1));
    }

    public Tensor stopGradient() {
        return apply(new Op.StopGradient());
    }

    private static List<Integer> boxed(int[] values) {
        return IntStream.of(values).boxed().toList();
    }
}
