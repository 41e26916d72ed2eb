package dev.kiln.graph;

import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// A formula that nobody would write: ops put together by chance, over shapes that fit each other. Numbers stay
/// moderate, so that float32 and double can be compared.
public final class RandomFormulas {
    private final Random random;
    private final Graph graph = new Graph();
    private final List<Tensor> tensors = new ArrayList<>();
    private final Map<String, double[]> inputs = new HashMap<>();
    private final Map<Variable, double[]> variables = new LinkedHashMap<>();

    private RandomFormulas(long seed) {
        random = new Random(seed);
    }

    /// @param results tensors to compare
    public record Written(
            Graph graph,
            List<Tensor> results,
            Map<String, double[]> inputs,
            Map<Variable, double[]> variables) {}

    public static Written of(long seed) {
        return new RandomFormulas(seed).write();
    }

    private Written write() {
        int rows = 1 + random.nextInt(random.nextInt(8) == 0 ? 300 : 6);
        int columns = 1 + random.nextInt(random.nextInt(8) == 0 ? 2100 : 7);
        Shape matrix = Shape.of(rows, columns);
        for (Shape shape :
                List.of(matrix, matrix, Shape.of(columns), Shape.of(rows, 1), Shape.of())) {
            String name = "x" + inputs.size();
            tensors.add(graph.input(name, shape));
            inputs.put(name, numbers(shape));
        }
        for (int i = 0; i < 2; i++) {
            var variable =
                    new Variable(
                            "v" + i, i == 0 ? matrix : Shape.of(columns), Variable.Role.PARAMETER);
            variables.put(variable, numbers(variable.shape()));
            tensors.add(graph.read(variable));
        }
        for (int i = 0; i < 25; i++) {
            step();
        }
        for (Variable variable : variables.keySet()) {
            var fitting =
                    tensors.stream()
                            .filter(tensor -> tensor.shape().equals(variable.shape()))
                            .toList();
            graph.update(variable, tame(fitting.get(random.nextInt(fitting.size()))));
        }
        var results = new ArrayList<Tensor>();
        for (int i = 0; i < 3; i++) {
            results.add(any());
        }
        return new Written(graph, results, inputs, variables);
    }

    private double[] numbers(Shape shape) {
        double[] numbers = new double[(int) shape.size()];
        Arrays.setAll(
                numbers,
                i ->
                        (float)
                                (random.nextInt(5) == 0
                                        ? random.nextInt(3) - 1
                                        : random.nextGaussian()));
        return numbers;
    }

    private Tensor any() {
        return tensors.get(random.nextInt(tensors.size()));
    }

    private static Tensor tame(Tensor x) {
        return x.clip(-4, 4);
    }

    private void step() {
        Tensor x = any();
        Tensor made =
                switch (random.nextInt(16)) {
                    case 0, 1, 2 -> paired(x);
                    case 3 -> x.tanh();
                    case 4 -> tame(x).exp();
                    case 5 -> x.sigmoid().times(0.5);
                    case 6 -> x.relu();
                    case 7 -> x.abs().plus(1).log();
                    case 8 ->
                            x.rank() == 0
                                    ? x.negate()
                                    : x.sumKept(random.nextInt(x.rank())).times(0.25);
                    case 9 -> x.rank() == 0 ? x.abs() : x.maxKept(random.nextInt(x.rank()));
                    case 10 -> x.mean();
                    case 11 -> x.rank() == 2 ? x.transpose(1, 0) : x.square().times(0.1);
                    case 12 -> x.rank() == 0 ? x.sign() : x.reverse(random.nextInt(x.rank()));
                    case 13 ->
                            x.shape().size() > 1 && x.rank() > 0
                                    ? x.softmax(-1)
                                    : x.sqrt().maximum(0);
                    case 14 ->
                            x.times(graph.add(new Op.Uniform("u" + graph.size(), null, x.shape())));
                    default ->
                            x.rank() == 2 && x.shape().size() < 3000
                                    ? Tensor.concatenate(0, List.of(x, x.times(0.5)))
                                            .slice(0, 1, 1 + x.shape().get(0))
                                    : x.erf();
                };
        tensors.add(tame(made));
    }

    private Tensor paired(Tensor x) {
        var fitting = tensors.stream().filter(y -> fits(x.shape(), y.shape())).toList();
        Tensor y = fitting.get(random.nextInt(fitting.size()));
        return switch (random.nextInt(6)) {
            case 0 -> x.plus(y);
            case 1 -> x.minus(y);
            case 2 -> x.times(y);
            case 3 -> x.maximum(y);
            case 4 -> x.dividedBy(y.abs().plus(0.5));
            default -> x.times(0.3).plus(y.times(0.7));
        };
    }

    private static boolean fits(Shape x, Shape y) {
        return IntStream.rangeClosed(1, Math.min(x.rank(), y.rank()))
                .allMatch(
                        axis ->
                                x.get(-axis) == y.get(-axis)
                                        || x.get(-axis) == 1
                                        || y.get(-axis) == 1);
    }
}
