package dev.kiln.saving.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import dev.kiln.data.FloatArray;
import dev.kiln.model.Model;
import dev.kiln.saving.RecordedFunctions;
import dev.kiln.saving.RecordedLayer;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OnnxFileTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> ONNX_runtime_predicts_what_Kiln_predicts_with_each_recorded_layer() {
        return RecordedLayer.all()
                .map(
                        layer ->
                                DynamicTest.dynamicTest(
                                        layer.toString(),
                                        () -> compare(layer.model(), layer.inputs())));
    }

    @TestFactory
    Stream<DynamicTest> ONNX_runtime_predicts_what_Kiln_predicts_with_functions_between_layers() {
        return RecordedFunctions.all().stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.name(), () -> compare(file.model(), file.inputs())));
    }

    static void compare(Model model, List<FloatArray> inputs) throws IOException, OrtException {
        var expected = model.predictAll(inputs);
        var got = run(model, inputs);
        assertThat(got).hasSameSizeAs(expected);
        for (int i = 0; i < got.size(); i++) {
            assertThat(got.get(i).shape()).isEqualTo(expected.get(i).shape());
            for (long j = 0; j < expected.get(i).size(); j++) {
                double want = expected.get(i).get(j);
                assertThat((double) got.get(i).get(j))
                        .as("number %d of output %d", j, i)
                        .satisfiesAnyOf(
                                value -> assertThat(value).isEqualTo(want),
                                value ->
                                        assertThat(Math.abs(value - want))
                                                .isLessThanOrEqualTo(
                                                        TOLERANCE * Math.max(1, Math.abs(want))));
            }
        }
    }

    private static List<FloatArray> run(Model model, List<FloatArray> inputs)
            throws IOException, OrtException {
        var file = new ByteArrayOutputStream();
        OnnxFile.write(model, file);
        var environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> given = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            given.put(model.inputs().get(i).name(), tensor(environment, inputs.get(i)));
        }
        try (OrtSession session = environment.createSession(file.toByteArray());
                var result = session.run(given)) {
            var outputs = new java.util.ArrayList<FloatArray>();
            for (var entry : result) {
                outputs.add(FloatArray.of(entry.getValue().getValue()));
            }
            return outputs;
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, FloatArray array)
            throws OrtException {
        var numbers = new float[Math.toIntExact(array.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i);
        }
        long[] shape = array.shape().dimensions().stream().mapToLong(Integer::longValue).toArray();
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers), shape);
    }
}
