package dev.kiln.graph;

import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a graph means: every op as plain loops over `double`. Slow and simple; the runtime must agree
/// with it, and formulas are held to 1e-12 by it.
public final class Reference {
    private final Graph graph;
    private final Map<String, double[]> inputs;
    private final Map<Variable, double[]> variables;
    private final long seed;
    private final long count;
    private final Object[] values;

    private Reference(
            Graph graph,
            Map<String, double[]> inputs,
            Map<Variable, double[]> variables,
            long seed,
            long count) {
        this.graph = graph;
        this.inputs = inputs;
        this.variables = variables;
        this.seed = seed;
        this.count = count;
        this.values = new Object[graph.size()];
    }

    /// The numbers of one tensor, row-major.
    public static double[] evaluate(Tensor result, Map<String, double[]> inputs) {
        return evaluate(List.of(result), inputs, Map.of(), 0, 0).values().getFirst();
    }

    /// The numbers of some tensors and the variables' new values.
    public static Run evaluate(
            List<Tensor> results,
            Map<String, double[]> inputs,
            Map<Variable, double[]> variables,
            long seed,
            long count) {
        Graph graph = results.isEmpty() ? null : results.getFirst().graph();
        return run(graph, results, inputs, variables, seed, count);
    }

    public static Run run(
            Graph graph,
            List<Tensor> results,
            Map<String, double[]> inputs,
            Map<Variable, double[]> variables,
            long seed,
            long count) {
        var reference = new Reference(graph, inputs, variables, seed, count);
        reference.evaluateAll();
        var updated = new LinkedHashMap<Variable, double[]>(variables);
        for (Update update : graph.updates()) {
            updated.put(update.variable(), reference.value(update.value()));
        }
        return new Run(
                results.stream().map(tensor -> reference.value(tensor.id())).toList(), updated);
    }

    /// @param values    one array a result
    /// @param variables all variables after the step
    public record Run(List<double[]> values, Map<Variable, double[]> variables) {}

    private double[] value(int id) {
        return (double[]) values[id];
    }

    private Shape shape(int id) {
        return graph.node(id).shape();
    }

    private void evaluateAll() {
        for (Node node : graph.nodes()) {
            values[node.id()] = evaluate(node);
        }
    }

    private Object evaluate(Node node) {
        int size = Math.toIntExact(node.shape().size());
        return switch (node.op()) {
            case Op.Input(String name, Shape _) -> given(name, inputs.get(name), size);
            case Op.Read(Variable variable) ->
                    given(variable.name(), variables.get(variable), size);
            // A program holds 32-bit numbers, so that is what a constant means.
            case Op.Constant(double value, Shape _) -> filled(size, (float) value);
            case Op.Literal(List<Float> list, Shape _) ->
                    list.stream().mapToDouble(Float::doubleValue).toArray();
            case Op.Iota(Shape shape, int axis) -> {
                double[] result = new double[size];
                for (int i = 0; i < size; i++) {
                    result[i] = index(shape, i)[axis];
                }
                yield result;
            }
            case Op.Uniform(String stream, Long own, Shape _, long from) -> {
                var random = CounterRandom.of(own == null ? seed : own, stream, count);
                double[] result = new double[size];
                for (int i = 0; i < size; i++) {
                    result[i] = random.uniform(from + i);
                }
                yield result;
            }
            case Op.Elementwise elementwise -> elementwise(elementwise, node, size);
            case Op.StopGradient _, Op.Reshape _ -> in(node, 0);
            case Op.Broadcast(Shape to) -> {
                Shape from = shape(node.inputs().getFirst());
                double[] x = in(node, 0);
                double[] result = new double[size];
                for (int i = 0; i < size; i++) {
                    int[] at = index(to, i);
                    int[] source = new int[from.rank()];
                    for (int axis = 0; axis < from.rank(); axis++) {
                        source[axis] = from.get(axis) == 1 ? 0 : at[axis + to.rank() - from.rank()];
                    }
                    result[i] = x[offset(from, source)];
                }
                yield result;
            }
            case Op.Transpose(List<Integer> order) -> {
                Shape from = shape(node.inputs().getFirst());
                double[] x = in(node, 0);
                double[] result = new double[size];
                for (int i = 0; i < size; i++) {
                    int[] at = index(node.shape(), i);
                    int[] source = new int[from.rank()];
                    for (int axis = 0; axis < from.rank(); axis++) {
                        source[order.get(axis)] = at[axis];
                    }
                    result[i] = x[offset(from, source)];
                }
                yield result;
            }
            case Op.Slice slice -> {
                Shape from = shape(node.inputs().getFirst());
                double[] x = in(node, 0);
                double[] result = new double[size];
                for (int i = 0; i < size; i++) {
                    int[] at = index(node.shape(), i);
                    for (int axis = 0; axis < at.length; axis++) {
                        at[axis] = slice.starts().get(axis) + at[axis] * slice.strides().get(axis);
                    }
                    result[i] = x[offset(from, at)];
                }
                yield result;
            }
            case Op.Pad pad -> {
                Shape from = shape(node.inputs().getFirst());
                double[] x = in(node, 0);
                double[] result = new double[size];
                for (int i = 0; i < x.length; i++) {
                    int[] at = index(from, i);
                    boolean inside = true;
                    for (int axis = 0; axis < at.length; axis++) {
                        at[axis] = pad.low().get(axis) + at[axis] * (1 + pad.interior().get(axis));
                        inside &= at[axis] >= 0 && at[axis] < node.shape().get(axis);
                    }
                    if (inside) {
                        result[offset(node.shape(), at)] = x[i];
                    }
                }
                yield result;
            }
            case Op.Concatenate(int axis) -> {
                double[] result = new double[size];
                int before = 0;
                for (int input : node.inputs()) {
                    double[] x = value(input);
                    for (int i = 0; i < x.length; i++) {
                        int[] at = index(shape(input), i);
                        at[axis] += before;
                        result[offset(node.shape(), at)] = x[i];
                    }
                    before += shape(input).get(axis);
                }
                yield result;
            }
            case Op.Reverse(List<Integer> axes) -> {
                double[] x = in(node, 0);
                double[] result = new double[size];
                for (int i = 0; i < size; i++) {
                    int[] at = index(node.shape(), i);
                    for (int axis : axes) {
                        at[axis] = node.shape().get(axis) - 1 - at[axis];
                    }
                    result[i] = x[offset(node.shape(), at)];
                }
                yield result;
            }
            case Op.Sum(List<Integer> axes) -> reduce(node, axes, 0, Double::sum);
            case Op.Max(List<Integer> axes) ->
                    reduce(node, axes, Double.NEGATIVE_INFINITY, Math::max);
            case Op.ArgMax(int axis) -> {
                Shape from = shape(node.inputs().getFirst());
                double[] x = in(node, 0);
                double[] best = filled(size, Double.NEGATIVE_INFINITY);
                double[] result = new double[size];
                for (int i = 0; i < x.length; i++) {
                    int[] at = index(from, i);
                    int target = offset(node.shape(), without(at, List.of(axis)));
                    if (x[i] > best[target]) {
                        best[target] = x[i];
                        result[target] = at[axis];
                    }
                }
                yield result;
            }
            case Op.MatMul op -> matMul(op, node, size);
            case Op.Gather _ -> {
                double[] table = in(node, 0);
                double[] indices = in(node, 1);
                int row = Math.toIntExact(shape(node.inputs().getFirst()).row().size());
                double[] result = new double[size];
                for (int i = 0; i < indices.length; i++) {
                    System.arraycopy(table, (int) indices[i] * row, result, i * row, row);
                }
                yield result;
            }
            case Op.ScatterAdd _ -> {
                double[] indices = in(node, 0);
                double[] updates = in(node, 1);
                int row = Math.toIntExact(node.shape().row().size());
                double[] result = new double[size];
                for (int i = 0; i < indices.length; i++) {
                    for (int j = 0; j < row; j++) {
                        result[(int) indices[i] * row + j] += updates[i * row + j];
                    }
                }
                yield result;
            }
            case Op.Convolution(Window window, int groups) -> {
                double[] x = in(node, 0);
                double[] kernel = in(node, 1);
                double[] result = new double[size];
                products(
                        window,
                        groups,
                        shape(node.inputs().get(0)),
                        shape(node.inputs().get(1)),
                        node.shape(),
                        (a, k, y) -> result[y] += x[a] * kernel[k]);
                yield result;
            }
            case Op.ConvolutionInputGradient(Window window, int groups, Shape to) -> {
                double[] kernel = in(node, 0);
                double[] d = in(node, 1);
                double[] result = new double[size];
                products(
                        window,
                        groups,
                        to,
                        shape(node.inputs().get(0)),
                        shape(node.inputs().get(1)),
                        (a, k, y) -> result[a] += d[y] * kernel[k]);
                yield result;
            }
            case Op.ConvolutionKernelGradient(Window window, int groups, Shape to) -> {
                double[] x = in(node, 0);
                double[] d = in(node, 1);
                double[] result = new double[size];
                products(
                        window,
                        groups,
                        shape(node.inputs().get(0)),
                        to,
                        shape(node.inputs().get(1)),
                        (a, k, y) -> result[k] += d[y] * x[a]);
                yield result;
            }
            case Op.MaxPool(Window window) -> {
                double[] x = in(node, 0);
                int[] places = maxima(window, node.inputs().getFirst(), x, node.shape());
                double[] result = new double[size];
                for (int i = 0; i < size; i++) {
                    result[i] = places[i] < 0 ? Double.NEGATIVE_INFINITY : x[places[i]];
                }
                yield result;
            }
            case Op.MaxPoolScatter(Window window) -> {
                double[] d = in(node, 1);
                int[] places =
                        maxima(
                                window,
                                node.inputs().getFirst(),
                                in(node, 0),
                                shape(node.inputs().get(1)));
                double[] result = new double[size];
                for (int i = 0; i < places.length; i++) {
                    if (places[i] >= 0) {
                        result[places[i]] += d[i];
                    }
                }
                yield result;
            }
            case Op.MaxPoolGather(Window window) -> {
                double[] from = in(node, 1);
                int[] places = maxima(window, node.inputs().getFirst(), in(node, 0), node.shape());
                double[] result = new double[size];
                for (int i = 0; i < size; i++) {
                    result[i] = places[i] < 0 ? 0 : from[places[i]];
                }
                yield result;
            }
            case Op.SumPool(Window window) -> {
                double[] x = in(node, 0);
                double[] result = new double[size];
                windows(
                        window,
                        shape(node.inputs().getFirst()),
                        node.shape(),
                        (a, y) -> result[y] += x[a]);
                yield result;
            }
            case Op.SumPoolScatter(Window window, Shape to) -> {
                double[] d = in(node, 0);
                double[] result = new double[size];
                windows(window, to, shape(node.inputs().getFirst()), (a, y) -> result[a] += d[y]);
                yield result;
            }
            case Op.Scan scan -> scan(scan, node);
            case Op.Final(int carry) ->
                    ((Steps) values[node.inputs().getFirst()]).carries.get(carry);
            case Op.Stacked(int bodyNode) -> {
                var steps = (Steps) values[node.inputs().getFirst()];
                int length = steps.inside.size();
                double[] result = new double[size];
                for (int step = 0; step < length; step++) {
                    double[] at = steps.inside.get(step).value(bodyNode);
                    System.arraycopy(at, 0, result, step * at.length, at.length);
                }
                yield result;
            }
        };
    }

    /// What a scan left behind; `inside` is in the order of the sequences.
    private record Steps(List<double[]> carries, List<Reference> inside) {}

    private Steps scan(Op.Scan scan, Node node) {
        Body body = scan.body();
        int carryCount = body.carries().size();
        var carries = new ArrayList<double[]>();
        for (int i = 0; i < carryCount; i++) {
            carries.add(in(node, i));
        }
        var inside = new Reference[scan.length()];
        for (int step = 0; step < scan.length(); step++) {
            int at = scan.reverse() ? scan.length() - 1 - step : step;
            var given = new HashMap<String, double[]>();
            for (int i = 0; i < node.inputs().size(); i++) {
                Node input = body.graph().node(i);
                int size = Math.toIntExact(input.shape().size());
                double[] numbers;
                if (i < carryCount) {
                    numbers = carries.get(i);
                } else if (i < carryCount + body.sequences()) {
                    numbers = Arrays.copyOfRange(in(node, i), at * size, (at + 1) * size);
                } else {
                    numbers = in(node, i);
                }
                given.put(((Op.Input) input.op()).name(), numbers);
            }
            inside[at] = new Reference(body.graph(), given, variables, seed, count);
            inside[at].evaluateAll();
            for (int i = 0; i < carryCount; i++) {
                carries.set(i, inside[at].value(body.carries().get(i)));
            }
        }
        return new Steps(carries, List.of(inside));
    }

    private double[] elementwise(Op.Elementwise op, Node node, int size) {
        double[] x = in(node, 0);
        double[] y = node.inputs().size() > 1 ? in(node, 1) : x;
        double[] z = node.inputs().size() > 2 ? in(node, 2) : x;
        double[] result = new double[size];
        for (int i = 0; i < size; i++) {
            result[i] = number(op, x[i], y[i], z[i]);
        }
        return result;
    }

    /// One number of an elementwise op.
    public static double number(Op.Elementwise op, double x, double y, double z) {
        return switch (op) {
            case Op.Negate _ -> -x;
            case Op.Abs _ -> Math.abs(x);
            case Op.Sign _ -> Math.signum(x);
            case Op.Floor _ -> Math.floor(x);
            case Op.Round _ -> Math.rint(x);
            case Op.Exp _ -> Math.exp(x);
            case Op.Expm1 _ -> Math.expm1(x);
            case Op.Log _ -> Math.log(x);
            case Op.Log1p _ -> Math.log1p(x);
            case Op.Sqrt _ -> Math.sqrt(x);
            case Op.Sin _ -> Math.sin(x);
            case Op.Cos _ -> Math.cos(x);
            case Op.Tanh _ -> Math.tanh(x);
            case Op.Sigmoid _ -> x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
            case Op.Erf _ -> erf(x);
            case Op.Add _ -> x + y;
            case Op.Subtract _ -> x - y;
            case Op.Multiply _ -> x * y;
            case Op.Divide _ -> x / y;
            case Op.Maximum _ -> Math.max(x, y);
            case Op.Minimum _ -> Math.min(x, y);
            case Op.Power _ -> Math.pow(x, y);
            case Op.Less _ -> x < y ? 1 : 0;
            case Op.LessOrEqual _ -> x <= y ? 1 : 0;
            case Op.Equal _ -> x == y ? 1 : 0;
            case Op.Select _ -> x != 0 ? y : z;
        };
    }

    /// Series below 2.5, continued fraction above (Abramowitz & Stegun 7.1.5 and 7.1.14): about 1e-15.
    static double erf(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        double a = Math.abs(x);
        if (a < 2.5) {
            double term = x;
            double sum = x;
            for (int n = 1; n < 200; n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 2 / Math.sqrt(Math.PI) * sum;
        }
        if (a > 6) {
            return Math.signum(x);
        }
        double fraction = 0;
        for (int n = 200; n >= 1; n--) {
            fraction = n / 2.0 / (a + fraction);
        }
        return Math.signum(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction));
    }

    private interface Fold {
        double of(double left, double right);
    }

    private double[] reduce(Node node, List<Integer> axes, double start, Fold fold) {
        Shape from = shape(node.inputs().getFirst());
        double[] x = in(node, 0);
        double[] result = filled(Math.toIntExact(node.shape().size()), start);
        for (int i = 0; i < x.length; i++) {
            int target = offset(node.shape(), without(index(from, i), axes));
            result[target] = fold.of(result[target], x[i]);
        }
        return result;
    }

    private double[] matMul(Op.MatMul op, Node node, int size) {
        double[] left = in(node, 0);
        double[] right = in(node, 1);
        Shape l = shape(node.inputs().get(0));
        int n = node.shape().get(-2);
        int m = node.shape().get(-1);
        int k = l.get(op.transposeLeft() ? -2 : -1);
        double[] result = new double[size];
        for (int batch = 0; n * m > 0 && batch < size / (n * m); batch++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum +=
                                left[batch * n * k + (op.transposeLeft() ? p * n + i : i * k + p)]
                                        * right[
                                                batch * k * m
                                                        + (op.transposeRight()
                                                                ? j * k + p
                                                                : p * m + j)];
                    }
                    result[batch * n * m + i * m + j] = sum;
                }
            }
        }
        return result;
    }

    private interface Product {
        void at(int x, int kernel, int y);
    }

    /// Every triple of places in x, kernel and y that a convolution multiplies.
    private static void products(
            Window window, int groups, Shape x, Shape kernel, Shape y, Product product) {
        int in = kernel.get(-2);
        int out = kernel.last() / groups;
        int channels = x.last();
        int kernels = kernel.last();
        places(
                window,
                x,
                y,
                (batchAndSpace, position, place) -> {
                    for (int group = 0; group < groups; group++) {
                        for (int i = 0; i < in; i++) {
                            for (int o = 0; o < out; o++) {
                                product.at(
                                        batchAndSpace * channels + group * in + i,
                                        (place * in + i) * kernels + group * out + o,
                                        position * kernels + group * out + o);
                            }
                        }
                    }
                });
    }

    private interface Pair {
        void at(int x, int y);
    }

    private static void windows(Window window, Shape x, Shape y, Pair pair) {
        int channels = x.last();
        places(
                window,
                x,
                y,
                (source, position, _) -> {
                    for (int channel = 0; channel < channels; channel++) {
                        pair.at(source * channels + channel, position * channels + channel);
                    }
                });
    }

    /// Every (place in x without channels, position in y without channels, place in the window).
    private static void places(Window window, Shape x, Shape y, Product visit) {
        Shape space = x.slice(0, x.rank() - 1);
        Shape positions = y.slice(0, y.rank() - 1);
        Shape size = new Shape(window.size());
        for (int position = 0; position < positions.size(); position++) {
            int[] at = index(positions, position);
            for (int place = 0; place < size.size(); place++) {
                int[] inside = index(size, place);
                int[] source = new int[at.length];
                source[0] = at[0];
                boolean real = true;
                for (int axis = 0; axis < inside.length; axis++) {
                    source[axis + 1] =
                            at[axis + 1] * window.strides().get(axis)
                                    + inside[axis] * window.dilation().get(axis)
                                    - window.low().get(axis);
                    real &= source[axis + 1] >= 0 && source[axis + 1] < space.get(axis + 1);
                }
                if (real) {
                    visit.at(offset(space, source), position, place);
                }
            }
        }
    }

    /// Where in x each window has its first maximum; -1 for a window that lies in the padding whole.
    private int[] maxima(Window window, int input, double[] x, Shape y) {
        int[] result = new int[Math.toIntExact(y.size())];
        Arrays.fill(result, -1);
        windows(
                window,
                shape(input),
                y,
                (a, p) -> {
                    if (result[p] < 0
                            || x[a] > x[result[p]]
                            || (Double.isNaN(x[a]) && !Double.isNaN(x[result[p]]))) {
                        result[p] = a;
                    }
                });
        return result;
    }

    private double[] in(Node node, int input) {
        return value(node.inputs().get(input));
    }

    private static double[] given(String name, double[] numbers, int size) {
        if (numbers == null || numbers.length != size) {
            throw new IllegalArgumentException(
                    name
                            + " wants "
                            + size
                            + " numbers, not "
                            + (numbers == null ? "none" : numbers.length));
        }
        return numbers;
    }

    private static double[] filled(int size, double value) {
        double[] result = new double[size];
        Arrays.fill(result, value);
        return result;
    }

    private static int[] index(Shape shape, int offset) {
        int[] at = new int[shape.rank()];
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            at[axis] = offset % shape.get(axis);
            offset /= shape.get(axis);
        }
        return at;
    }

    private static int offset(Shape shape, int[] at) {
        int offset = 0;
        for (int axis = 0; axis < at.length; axis++) {
            offset = offset * shape.get(axis) + at[axis];
        }
        return offset;
    }

    private static int[] without(int[] at, List<Integer> axes) {
        int[] kept = new int[at.length - axes.size()];
        int next = 0;
        for (int axis = 0; axis < at.length; axis++) {
            if (!axes.contains(axis)) {
                kept[next++] = at[axis];
            }
        }
        return kept;
    }
}
