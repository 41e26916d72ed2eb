package dev.kiln.saving.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataOptions;
import dev.kiln.data.DataSets;
import dev.kiln.data.FloatArray;
import dev.kiln.data.sets.NamedSets;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.saving.RecordedFunctions;
import dev.kiln.saving.RecordedLayer;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JavaProgramTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> a_program_predicts_what_Kiln_predicts_with_each_recorded_layer()
            throws IOException {
        return predicted(
                RecordedLayer.all()
                        .map(layer -> new Case(layer.toString(), layer.model(), layer.inputs()))
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> a_program_predicts_what_Kiln_predicts_with_functions_between_layers()
            throws IOException {
        return predicted(
                RecordedFunctions.all().stream()
                        .map(file -> new Case(file.name(), file.model(), file.inputs()))
                        .toList());
    }

    private record Case(String name, Model model, List<FloatArray> inputs) {}

    private static Stream<DynamicTest> predicted(List<Case> cases) throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            var text = new StringWriter();
            JavaProgram.write(cases.get(i).model(), "Layer" + i, null, text);
            sources.put("Layer" + i, text.toString());
        }
        var programs = CompiledPrograms.of(sources);
        return java.util.stream.IntStream.range(0, cases.size())
                .mapToObj(
                        i ->
                                DynamicTest.dynamicTest(
                                        cases.get(i).name(),
                                        () -> compare(cases.get(i), programs, "Layer" + i)));
    }

    private static void compare(Case layer, CompiledPrograms programs, String name)
            throws ReflectiveOperationException {
        for (int row = 0; row < layer.inputs().getFirst().rows(); row++) {
            int from = row;
            var given = layer.inputs().stream().map(input -> input.slice(from, from + 1)).toList();
            List<FloatArray> expected = layer.model().predictAll(given);
            float[][] got =
                    programs.predict(
                            name,
                            given.stream().map(JavaProgramTest::floats).toArray(float[][]::new));
            assertThat(got).hasNumberOfRows(expected.size());
            for (int i = 0; i < got.length; i++) {
                float[] want = floats(expected.get(i));
                assertThat(got[i]).hasSameSizeAs(want);
                for (int j = 0; j < want.length; j++) {
                    if (Float.compare(got[i][j], want[j]) != 0) {
                        assertThat(Math.abs(got[i][j] - want[j]))
                                .as("number %d of output %d: %s, not %s", j, i, got[i][j], want[j])
                                .isLessThanOrEqualTo(
                                        (float) (TOLERANCE * Math.max(1, Math.abs(want[j]))));
                    }
                }
            }
        }
    }

    private static float[] floats(FloatArray array) {
        var floats = new float[Math.toIntExact(array.size())];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.get(i);
        }
        return floats;
    }

    @Test
    void the_iris_program_names_the_class_of_a_raw_row(@TempDir Path folder)
            throws IOException, InterruptedException {
        DataSets data = NamedSets.load("iris", new DataOptions());
        Model model = Sequential.of(new Input(4), new Dense(16, "relu"), new Dense(3, "softmax"));
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        model.fit(data.train(), new dev.kiln.model.FitOptions().withEpochs(40));
        Path file = folder.resolve("Iris.java");
        try (var out = Files.newBufferedWriter(file)) {
            JavaProgram.write(model, "Iris", data.pipeline(), out);
        }
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                file.toString(),
                                "5.1",
                                "3.5",
                                "1.4",
                                "0.2")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).startsWith("setosa [0.");
    }

    @Test
    void a_name_that_no_class_may_have_is_refused() {
        Model model = Sequential.of(new Input(4), new Dense(3, "softmax"));
        assertThatThrownBy(() -> JavaProgram.write(model, "my-model", null, new StringWriter()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("\"my-model\" cannot be the name of a Java class.");
    }
}
