package dev.kiln.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;

import dev.kiln.data.FloatArray;
import dev.kiln.model.Model;
import dev.kiln.optimizers.SGD;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Real Keras writes a model; Kiln opens it, trains a step and saves it; real Keras opens that and must predict, judge
/// and go on training, optimizer included, as Kiln does.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KerasFilesTest {
    private static final Duration TIME_TO_RUN = Duration.ofMinutes(20);
    private static final Path PROGRAM = Jupyter.ROOT.resolve("notebooks/keras/files.py");
    private static final Path RECORDS = Jupyter.ROOT.resolve("training/src/test/resources/golden");
    private static final float TARGET = 0.25f;

    private final PythonEnvironment keras =
            PythonEnvironment.with(Jupyter.ROOT.resolve("notebooks/keras-requirements.txt"));

    @TestFactory
    Stream<DynamicTest> what_Kiln_saves_of_each_model_of_Keras_goes_on_in_real_Keras(
            @TempDir Path folder) {
        return outcomes(folder, "models", 12);
    }

    @TestFactory
    @Tag("exhaustive")
    Stream<DynamicTest> what_Kiln_saves_of_each_recorded_layer_goes_on_in_real_Keras(
            @TempDir Path folder) {
        return outcomes(folder, "all", 300);
    }

    private record Outcome(String model, boolean passed, String detail) {}

    private record Numbers(List<Integer> shape, float[] data) {}

    private record Facts(List<Numbers> inputs, boolean trains) {}

    private Stream<DynamicTest> outcomes(Path folder, String extent, int least) {
        run(List.of("write", RECORDS.toString(), folder.toString(), extent));
        List<String> names = names(folder);
        assertThat(names).hasSizeGreaterThan(least);
        var refused = new ArrayList<DynamicTest>();
        for (String name : names) {
            try {
                answer(folder, name);
            } catch (RuntimeException e) {
                refused.add(
                        DynamicTest.dynamicTest(
                                name,
                                () -> {
                                    throw e;
                                }));
            }
        }
        var judged =
                run(List.of("check", folder.toString()))
                        .lines()
                        .filter(line -> line.startsWith("{\"model\""))
                        .map(line -> new Gson().fromJson(line, Outcome.class))
                        .toList();
        assertThat(judged).hasSize(names.size() - refused.size());
        return Stream.concat(refused.stream(), judged.stream().map(KerasFilesTest::asTest));
    }

    private String run(List<String> arguments) {
        var command = new ArrayList<>(List.of(keras.python().toString(), PROGRAM.toString()));
        command.addAll(arguments);
        var ended =
                ChildProcess.run(
                        command,
                        Jupyter.ROOT,
                        Map.of("PYTHONUTF8", "1", "PYTHONDONTWRITEBYTECODE", "1"),
                        TIME_TO_RUN);
        assertThat(ended.status()).as(ended.printed()).isZero();
        return ended.printed();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".keras"))
                    .map(name -> name.substring(0, name.length() - ".keras".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What Kiln makes of a model of Keras', beside it.
    private static void answer(Path folder, String name) {
        Facts facts = read(folder.resolve(name + ".json"));
        List<FloatArray> inputs =
                facts.inputs().stream()
                        .map(each -> FloatArray.of(new Shape(each.shape()), each.data()))
                        .toList();
        String saved = folder.resolve(name + ".kiln.keras").toString();
        Model first = Model.load(folder.resolve(name + ".keras").toString());
        if (facts.trains()) {
            first.compile(new SGD(0.01).withMomentum(0.9), "mse");
            first.trainOnBatch(inputs, targets(first.predictAll(inputs)));
        }
        first.save(saved);
        Model model = Model.load(saved);
        var said = new LinkedHashMap<String, Object>();
        List<FloatArray> predictions = model.predictAll(inputs);
        said.put("predictions", predictions.stream().map(KerasFilesTest::numbers).toList());
        if (facts.trains()) {
            var targets = targets(predictions);
            said.put("loss", model.testOnBatch(inputs, targets).get("loss"));
            model.trainOnBatch(inputs, targets);
            model.save(folder.resolve(name + ".after.keras").toString());
        }
        write(folder.resolve(name + ".kiln.json"), new Gson().toJson(said));
    }

    private static List<FloatArray> targets(List<FloatArray> predictions) {
        return predictions.stream()
                .map(
                        prediction -> {
                            var numbers = new float[Math.toIntExact(prediction.size())];
                            Arrays.fill(numbers, TARGET);
                            return FloatArray.of(prediction.shape(), numbers);
                        })
                .toList();
    }

    private static Numbers numbers(FloatArray array) {
        var numbers = new float[Math.toIntExact(array.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i);
        }
        return new Numbers(Arrays.stream(array.shape().toArray()).boxed().toList(), numbers);
    }

    private static Facts read(Path file) {
        try {
            return new Gson().fromJson(Files.readString(file), Facts.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DynamicTest asTest(Outcome outcome) {
        return DynamicTest.dynamicTest(
                outcome.model(), () -> assertThat(outcome.passed()).as(outcome.detail()).isTrue());
    }
}
