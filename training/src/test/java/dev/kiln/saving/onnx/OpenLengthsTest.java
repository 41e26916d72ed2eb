package dev.kiln.saving.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.data.FloatArray;
import dev.kiln.layers.Add;
import dev.kiln.layers.Attention;
import dev.kiln.layers.AveragePooling1D;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Bidirectional;
import dev.kiln.layers.Concatenate;
import dev.kiln.layers.Conv1D;
import dev.kiln.layers.Conv1DTranspose;
import dev.kiln.layers.Conv2D;
import dev.kiln.layers.Cropping1D;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.GRU;
import dev.kiln.layers.GlobalAveragePooling1D;
import dev.kiln.layers.GlobalAveragePooling2D;
import dev.kiln.layers.GlobalMaxPooling1D;
import dev.kiln.layers.Input;
import dev.kiln.layers.Interpolation;
import dev.kiln.layers.LSTM;
import dev.kiln.layers.LayerNormalization;
import dev.kiln.layers.Masking;
import dev.kiln.layers.MaxPooling1D;
import dev.kiln.layers.MaxPooling2D;
import dev.kiln.layers.MultiHeadAttention;
import dev.kiln.layers.Padding;
import dev.kiln.layers.Resizing;
import dev.kiln.layers.SeparableConv1D;
import dev.kiln.layers.TimeDistributed;
import dev.kiln.layers.UpSampling1D;
import dev.kiln.layers.UpSampling2D;
import dev.kiln.layers.ZeroPadding1D;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// Models whose inputs leave a length open: one file predicts on every length.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OpenLengthsTest {
    private static final int OPEN = Shape.UNKNOWN;

    private static Map<String, Model> models() {
        var models = new LinkedHashMap<String, Model>();
        models.put(
                "recurrent",
                Sequential.of(
                        new Input(OPEN, 3),
                        new Bidirectional(new LSTM(4).withReturnSequences(true)),
                        new GRU(3).withReturnSequences(true).withGoBackwards(true),
                        new TimeDistributed(new Dense(2)),
                        new LayerNormalization()));
        models.put(
                "masked text",
                Sequential.of(
                        new Input(OPEN),
                        new Embedding(9, 4).withMaskZero(true),
                        new LSTM(3).withReturnSequences(true),
                        new GlobalAveragePooling1D(),
                        new Dense(2)));
        models.put(
                "convolutions",
                Sequential.of(
                        new Input(OPEN, 3),
                        new Conv1D(4, 3).withPadding(Padding.SAME).withStrides(2),
                        new BatchNormalization(),
                        new MaxPooling1D(2),
                        new Conv1D(4, 3).withPadding(Padding.CAUSAL).withDilationRate(2),
                        new ZeroPadding1D(2),
                        new AveragePooling1D(3).withPadding(Padding.SAME).withStrides(List.of(1)),
                        new Cropping1D(1),
                        new SeparableConv1D(3, 2),
                        new UpSampling1D(2),
                        new Conv1DTranspose(2, 3).withStrides(2).withPadding(Padding.SAME)));
        models.put(
                "images",
                Sequential.of(
                        new Input(OPEN, OPEN, 2),
                        new Conv2D(3, 3).withStrides(2).withPadding(Padding.SAME),
                        new MaxPooling2D(2),
                        new Conv2D(2, 2),
                        new GlobalAveragePooling2D(),
                        new Dense(2)));
        models.put("attention", attention());
        models.put("two lengths", twoLengths());
        models.put("two inputs of one length", oneLength());
        models.put(
                "masking",
                Sequential.of(
                        new Input(OPEN, 2),
                        new Masking(0.5),
                        new GRU(3).withReturnSequences(true),
                        new GlobalMaxPooling1D()));
        return models;
    }

    private static Model attention() {
        Input input = new Input(OPEN, 4);
        var x = input.symbol();
        var attended =
                new MultiHeadAttention(2, 3)
                        .applyAll(
                                List.of(x, x),
                                dev.kiln.layers.Arguments.NONE.with("use_causal_mask", true))
                        .getFirst();
        var sum = new Add().apply(x, attended);
        return Model.of(List.of(x), List.of(new LayerNormalization().apply(sum)));
    }

    private static Model twoLengths() {
        var query = new Input(OPEN, 4).symbol();
        var value = new Input(OPEN, 4).symbol();
        var attended = new Attention().apply(query, value);
        var joined = new Concatenate().withAxis(1).apply(attended, value);
        return Model.of(List.of(query, value), List.of(new Conv1D(2, 3).apply(joined)));
    }

    private static Model oneLength() {
        var left = new Input(OPEN, 2).symbol();
        var right = new Input(OPEN, 3).symbol();
        var joined = new Concatenate().apply(left, right);
        return Model.of(List.of(left, right), List.of(new GRU(3).apply(joined)));
    }

    @TestFactory
    Stream<DynamicTest> ONNX_runtime_predicts_on_two_lengths() {
        return models().entrySet().stream()
                .map(
                        entry ->
                                DynamicTest.dynamicTest(
                                        entry.getKey(),
                                        () -> {
                                            Model model = entry.getValue();
                                            boolean isSame = entry.getKey().contains("one length");
                                            OnnxFileTest.compare(
                                                    model, inputs(model, 3, 11, isSame));
                                            OnnxFileTest.compare(
                                                    model, inputs(model, 2, 18, isSame));
                                        }));
    }

    /// Whole numbers from 0 to 8: they are words as well.
    private static List<FloatArray> inputs(Model model, int rows, int length, boolean isSame) {
        var random = new Random(7);
        var inputs = new ArrayList<FloatArray>();
        for (var input : model.inputs()) {
            int more = isSame ? 0 : inputs.size();
            var shape =
                    new Shape(
                                    input.row().dimensions().stream()
                                            .map(size -> size == OPEN ? length + more : size)
                                            .toList())
                            .batchOf(rows);
            var numbers = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = random.nextInt(9);
            }
            inputs.add(FloatArray.of(shape, numbers));
        }
        return inputs;
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void ONNX_runtime_resizes_images_of_any_size(Interpolation interpolation) throws Exception {
        for (boolean antialias : List.of(false, true)) {
            Model model =
                    Sequential.of(
                            new Input(OPEN, OPEN, 2),
                            new Conv2D(2, 3),
                            new Resizing(9, 14)
                                    .withInterpolation(interpolation)
                                    .withAntialias(antialias),
                            new Conv2D(2, 2));
            for (int size : List.of(5, 40)) {
                OnnxFileTest.compare(model, inputs(model, 2, size, false));
            }
        }
    }

    /// One of the sizes with which the file's formulas are found is the wanted one.
    @Test
    void an_image_of_the_wanted_size_already_is_no_exception() throws Exception {
        Model model = Sequential.of(new Input(OPEN, OPEN, 1), new Resizing(194, 207));
        OnnxFileTest.compare(model, inputs(model, 2, 194, false));
        OnnxFileTest.compare(model, inputs(model, 2, 7, false));
    }

    @Test
    void images_that_grow_by_a_factor_are_resized_at_any_size() throws Exception {
        Model model =
                Sequential.of(
                        new Input(OPEN, OPEN, 2),
                        new UpSampling2D()
                                .withSize(List.of(3, 3))
                                .withInterpolation(Interpolation.BILINEAR),
                        new Conv2D(2, 2));
        OnnxFileTest.compare(model, inputs(model, 2, 4, false));
        OnnxFileTest.compare(model, inputs(model, 1, 9, false));
    }

    @Test
    void a_layer_whose_formulas_change_with_the_length_is_named() {
        Model model =
                Sequential.of(
                        new Input(OPEN, OPEN, 1),
                        new Conv2D(2, 3),
                        new Resizing(4, 4).withCropToAspectRatio(true).withName("small"));
        assertThatThrownBy(() -> OnnxFile.write(model, OutputStream.nullOutputStream()))
                .hasMessage(
                        """
                        E197: layer small computes in another way for other sizes of the data; ONNX has one form for all.
                          Begin the model with its sizes: Input(20) instead of Input(?), or type: %save "sequential.keras\"""");
    }
}
