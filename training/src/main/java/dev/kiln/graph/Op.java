package dev.kiln.graph;

import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The primitive operations that every model, loss, gradient and optimizer is written in.
///
/// An op holds settings, never operands; those are the inputs of its [Node]. Elementwise ops want
/// inputs of one shape: [Broadcast] is explicit. Truth is 1, falsehood 0. An op is added here and at
/// every `switch` that the compiler then names: shape, gradient, reference, kernel.
public sealed interface Op {

    /// Ops whose result at an index depends on their inputs at that index only.
    sealed interface Elementwise extends Op {}

    // ---- values that come from outside or from nowhere

    /// Numbers that the caller hands in at each run.
    ///
    /// @param shape shape of the numbers, batch included
    record Input(String name, Shape shape) implements Op {}

    /// The value of a variable before the step.
    record Read(Variable variable) implements Op {}

    /// One number, everywhere.
    record Constant(double value, Shape shape) implements Op {
        /// Bits count: 0.0 and -0.0 are different constants, NaN equals itself.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Constant(double otherValue, Shape otherShape)
                    && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(otherValue)
                    && shape.equals(otherShape);
        }

        @Override
        public int hashCode() {
            return Double.hashCode(value) * 31 + shape.hashCode();
        }
    }

    /// Numbers that are part of the formula, row-major.
    record Literal(List<Float> values, Shape shape) implements Op {
        public Literal {
            values = List.copyOf(values);
        }
    }

    /// The index along one axis: 0, 1, 2, …
    record Iota(Shape shape, int axis) implements Op {}

    /// Independent numbers, uniform over [0, 1) in steps of 2^-24: a hash of (seed, stream, count,
    /// index in the whole batch). Never merged, folded or duplicated.
    ///
    /// @param stream which numbers: the layer's path and the number of its call
    /// @param seed   the layer's own seed; null for the run's
    /// @param from   index, in the whole batch, of the first one
    record Uniform(String stream, @Nullable Long seed, Shape shape, long from) implements Op {
        /// The numbers of a whole batch.
        public Uniform(String stream, @Nullable Long seed, Shape shape) {
            this(stream, seed, shape, 0);
        }
    }

    // ---- elementwise, one input

    record Negate() implements Elementwise {}

    record Abs() implements Elementwise {}

    /// -1, 0 or 1; a zero keeps its sign, NaN stays NaN.
    record Sign() implements Elementwise {}

    record Floor() implements Elementwise {}

    /// To the nearest whole number, halves to the even one.
    record Round() implements Elementwise {}

    record Exp() implements Elementwise {}

    /// `exp(x) - 1`, exact near 0.
    record Expm1() implements Elementwise {}

    record Log() implements Elementwise {}

    /// `log(1 + x)`, exact near 0.
    record Log1p() implements Elementwise {}

    record Sqrt() implements Elementwise {}

    record Sin() implements Elementwise {}

    record Cos() implements Elementwise {}

    record Tanh() implements Elementwise {}

    /// `1 / (1 + exp(-x))`.
    record Sigmoid() implements Elementwise {}

    /// The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.
    record Erf() implements Elementwise {}

    // ---- elementwise, two inputs of one shape

    record Add() implements Elementwise {}

    record Subtract() implements Elementwise {}

    record Multiply() implements Elementwise {}

    record Divide() implements Elementwise {}

    /// The larger one; NaN where either is. At a tie the gradient goes to the second.
    record Maximum() implements Elementwise {}

    /// The smaller one; NaN where either is. At a tie the gradient goes to the second.
    record Minimum() implements Elementwise {}

    /// `x^y` as `Math.pow` has it.
    record Power() implements Elementwise {}

    /// 1 where `x < y`, else 0.
    record Less() implements Elementwise {}

    /// 1 where `x <= y`, else 0.
    record LessOrEqual() implements Elementwise {}

    /// 1 where `x == y`, else 0; NaN equals nothing.
    record Equal() implements Elementwise {}

    // ---- elementwise, three inputs of one shape

    /// `condition != 0 ? x : y`.
    record Select() implements Elementwise {}

    // ---- shape

    /// Repeats along axes of size 1 and along new leading axes, as NumPy does.
    record Broadcast(Shape to) implements Op {}

    /// The same numbers in the same order under another shape of the same size.
    record Reshape(Shape to) implements Op {}

    /// Output axis `i` is input axis `order[i]`.
    record Transpose(List<Integer> order) implements Op {
        public Transpose {
            order = List.copyOf(order);
        }
    }

    /// Every `stride`-th index of each axis from `start`, `size` of them.
    record Slice(List<Integer> starts, List<Integer> sizes, List<Integer> strides) implements Op {
        public Slice {
            starts = List.copyOf(starts);
            sizes = List.copyOf(sizes);
            strides = List.copyOf(strides);
        }
    }

    /// Zeros before, after and between the input's numbers: the gradient of [Slice].
    ///
    /// @param low      zeros before, each axis
    /// @param high     zeros after, each axis
    /// @param interior zeros between two neighbours, each axis
    record Pad(List<Integer> low, List<Integer> high, List<Integer> interior) implements Op {
        public Pad {
            low = List.copyOf(low);
            high = List.copyOf(high);
            interior = List.copyOf(interior);
        }
    }

    /// Inputs (one or more) one behind the other along an axis.
    record Concatenate(int axis) implements Op {}

    record Reverse(List<Integer> axes) implements Op {
        public Reverse {
            axes = List.copyOf(axes);
        }
    }

    // ---- reductions; the axes disappear

    record Sum(List<Integer> axes) implements Op {
        public Sum {
            axes = List.copyOf(axes);
        }
    }

    /// The largest number; NaN where there is one.
    record Max(List<Integer> axes) implements Op {
        public Max {
            axes = List.copyOf(axes);
        }
    }

    /// Index of the largest number, the first of equals.
    record ArgMax(int axis) implements Op {}

    // ---- products, gathers

    /// `[…, n, k] x […, k, m] -> […, n, m]`, either side read with its last two axes swapped where
    /// its flag is set; all leading axes equal.
    record MatMul(boolean transposeLeft, boolean transposeRight) implements Op {}

    /// Rows of a table: inputs table `[n, …row]` and indices of any shape, result
    /// `[…indices, …row]`. An index outside 0 to n-1 is an error at run time.
    ///
    /// @param from place, in the whole batch, of the first index, for messages
    record Gather(long from) implements Op {
        /// A lookup of a whole batch.
        public Gather() {
            this(0);
        }
    }

    /// The gradient of [Gather]: inputs indices and updates `[…indices, …row]`, result
    /// `[rows, …row]`, updates of one index summed in order.
    record ScatterAdd(int rows) implements Op {}

    // ---- windows: a family closed under differentiation, channels last

    /// Cross-correlation. Inputs x `[batch, …space, in]`, kernel `[…window, in / groups, out]`; result
    /// `[batch, …positions, out]`.
    record Convolution(Window window, int groups) implements Op {}

    /// What [Convolution] sends back to its x. Inputs kernel and the arriving gradient.
    ///
    /// @param to shape of x
    record ConvolutionInputGradient(Window window, int groups, Shape to) implements Op {}

    /// What [Convolution] sends back to its kernel. Inputs x and the arriving gradient.
    ///
    /// @param to shape of the kernel
    record ConvolutionKernelGradient(Window window, int groups, Shape to) implements Op {}

    /// The largest number under each window; the padding counts as minus infinity.
    /// Input `[batch, …space, channels]`.
    record MaxPool(Window window) implements Op {}

    /// Numbers sent to the place of each window's maximum (the first of equals), summed where windows
    /// overlap. Inputs x and values `[batch, …positions, channels]`; result of x's shape.
    record MaxPoolScatter(Window window) implements Op {}

    /// Numbers read at the place of each window's maximum in x. Inputs x and values of x's shape.
    record MaxPoolGather(Window window) implements Op {}

    /// The sum under each window; the padding counts as 0.
    record SumPool(Window window) implements Op {}

    /// What [SumPool] sends back. Input: the arriving gradient.
    ///
    /// @param to shape of SumPool's input
    record SumPoolScatter(Window window, Shape to) implements Op {}

    // ---- loops

    /// A body run `length` times. Inputs: initial carries, sequences `[length, …]`, captured values;
    /// the node's own shape is that of nothing: results are read with [Final] and [Stacked].
    ///
    /// @param reverse whether the sequences are read, and results stacked, from their end
    record Scan(Body body, int length, boolean reverse) implements Op {}

    /// The last value of a [Scan]'s carry.
    record Final(int carry) implements Op {}

    /// The values that a node of a [Scan]'s body had at each step, `[length, …]`, in the order of the
    /// sequences.
    record Stacked(int bodyNode) implements Op {}

    // ---- gradients

    /// Its input; no gradient passes.
    record StopGradient() implements Op {}
}
