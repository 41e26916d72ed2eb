package dev.kiln.fit;

import dev.kiln.graph.CounterRandom;
import dev.kiln.layers.Activation;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Conv2D;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.Flatten;
import dev.kiln.layers.GlobalAveragePooling1D;
import dev.kiln.layers.GlobalAveragePooling2D;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.Layer;
import dev.kiln.layers.MaxPooling2D;
import dev.kiln.layers.Padding;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Sequential;
import dev.kiln.runtime.Profile;
import dev.kiln.tensor.Shape;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Microseconds a training step of the eight models that Kiln is measured by, and of `deep`, fifty layers: `StepTimes CASE…`, with the kernels that
/// take longest where `-Dkiln.profile=N` says how many.
final class StepTimes {
    private StepTimes() {}

    public static void main(String[] cases) {
        for (String name : cases.length == 0 ? NAMES : cases) {
            measure(name);
        }
    }

    private static final String[] NAMES = {
        "tiny_mlp",
        "mnist_mlp_b32",
        "mnist_mlp_b128",
        "wide_mlp",
        "mnist_cnn",
        "cifar_bn_cnn",
        "lstm",
        "text"
    };

    private static Sequential model(String name) {
        return switch (name) {
            case "tiny_mlp" ->
                    Sequential.of(new Input(4), new Dense(16, "relu"), new Dense(3, "softmax"));
            case "mnist_mlp_b32", "mnist_mlp_b128" ->
                    Sequential.of(
                            new Input(784),
                            new Dense(128, "relu"),
                            new Dropout(0.2),
                            new Dense(10, "softmax"));
            case "wide_mlp" ->
                    Sequential.of(
                            new Input(64),
                            new Dense(512, "relu"),
                            new Dense(512, "relu"),
                            new Dense(512, "relu"),
                            new Dense(512, "relu"),
                            new Dense(1));
            case "mnist_cnn" ->
                    Sequential.of(
                            new Input(28, 28, 1),
                            new Conv2D(32, 3).withActivation("relu"),
                            new MaxPooling2D(2),
                            new Conv2D(64, 3).withActivation("relu"),
                            new MaxPooling2D(2),
                            new Flatten(),
                            new Dropout(0.5),
                            new Dense(10, "softmax"));
            case "cifar_bn_cnn" -> {
                var layers = new ArrayList<Layer>();
                layers.add(new Input(32, 32, 3));
                for (int channels : new int[] {32, 64, 128}) {
                    for (int i = 0; i < 2; i++) {
                        layers.add(new Conv2D(channels, 3).withPadding(Padding.SAME));
                        layers.add(new BatchNormalization());
                        layers.add(new Activation("relu"));
                    }
                    layers.add(new MaxPooling2D(2));
                }
                layers.add(new GlobalAveragePooling2D());
                layers.add(new Dense(10, "softmax"));
                yield Sequential.of(layers.toArray(Layer[]::new));
            }
            case "lstm" -> Sequential.of(new Input(64, 32), new LSTM(64), new Dense(1, "sigmoid"));
            case "text" ->
                    Sequential.of(
                            new Input(200),
                            new Embedding(20_000, 16),
                            new GlobalAveragePooling1D(),
                            new Dense(16, "relu"),
                            new Dense(1, "sigmoid"));
            case "deep" -> {
                var layers = new ArrayList<Layer>();
                layers.add(new Input(32));
                for (int i = 0; i < 50; i++) {
                    layers.add(new Dense(32, "relu"));
                }
                layers.add(new Dense(10, "softmax"));
                yield Sequential.of(layers.toArray(Layer[]::new));
            }
            default -> throw new IllegalArgumentException("no case " + name);
        };
    }

    private static int batch(String name) {
        return switch (name) {
            case "tiny_mlp", "mnist_mlp_b32" -> 32;
            case "cifar_bn_cnn", "lstm" -> 64;
            default -> 128;
        };
    }

    private static String loss(String name) {
        return switch (name) {
            case "wide_mlp" -> "mse";
            case "lstm", "text" -> "binary_crossentropy";
            default -> "sparse_categorical_crossentropy";
        };
    }

    private static void measure(String name) {
        long began = System.nanoTime();
        var model = model(name);
        model.compile(
                CompileOptions.of(
                        "adam", loss(name), name.equals("wide_mlp") ? "mae" : "accuracy"));
        var run =
                new ModelRun(
                        model, Compilation.of(model.outputNames(), model.training().compiled()));
        int batch = batch(name);
        var input = model.inputs().getFirst().shape();
        int width = Math.toIntExact(input.row().size());
        var program =
                run.program(
                        Phase.TRAIN,
                        new BatchShape(
                                List.of(input.with(0, batch)),
                                List.of(
                                        loss(name).startsWith("sparse")
                                                ? Shape.of(batch)
                                                : Shape.of(batch, 1)),
                                null));
        long planned = System.nanoTime();
        var random = CounterRandom.of(1, name, 0);
        var execution = program.execution();
        fill(
                execution.input("x0"),
                i -> name.equals("text") ? random.below(20_000, i) : (float) random.normal(i));
        int classes =
                switch (name) {
                    case "tiny_mlp" -> 3;
                    case "lstm", "text", "wide_mlp" -> 2;
                    default -> 10;
                };
        fill(execution.input("y0"), i -> random.below(classes, i + 1_000_000));
        var times = new ArrayList<Long>();
        long end = System.nanoTime() + 4_000_000_000L;
        int step = 0;
        while (System.nanoTime() < end || times.size() < 5) {
            long start = System.nanoTime();
            program.run(1, step++, () -> false);
            times.add(System.nanoTime() - start);
        }
        long first = times.getFirst();
        times.sort(null);
        System.out.printf(
                "%-15s compile %4d ms, first %7.1f ms, least %9.1f us, median %9.1f us, loss %.5f, %s steps%n",
                name,
                (planned - began) / 1_000_000,
                first / 1e6,
                times.getFirst() / 1e3,
                times.get(times.size() / 2) / 1e3,
                program.loss(),
                step);
        int most = Integer.getInteger("kiln.profile", 0);
        if (most > 0) {
            System.out.println(
                    Profile.of(execution, Math.max(3, Math.min(2000, times.size() / 2)), most));
        }
    }

    private interface Numbers {
        float at(long i);
    }

    private static void fill(MemorySegment segment, Numbers numbers) {
        for (long i = 0; i < segment.byteSize() / Float.BYTES; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, numbers.at(i));
        }
    }
}
