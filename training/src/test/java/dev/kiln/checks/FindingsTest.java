package dev.kiln.checks;

import static dev.kiln.checks.Situation.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.data.FloatArray;
import dev.kiln.losses.BinaryCrossentropy;
import dev.kiln.losses.CategoricalCrossentropy;
import dev.kiln.losses.SparseCategoricalCrossentropy;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FindingsTest {
    private static void says(Situation situation, String... findings) {
        assertThat(situation.findings()).containsExactly(findings);
    }

    @Test
    void E201_a_one_hot_loss_on_class_numbers() {
        says(
                compile("categorical_crossentropy", "accuracy").classes("digit", 10),
                "E201: categorical_crossentropy wants one-hot labels (10 numbers a row), but digit holds class numbers "
                        + "0..9. Type: %compile adam sparse_categorical_crossentropy accuracy");
    }

    @Test
    void E201_in_java_gives_a_line_of_java() {
        says(
                compile("categorical_crossentropy", "accuracy").classes("digit", 10).inJava(),
                "E201: categorical_crossentropy wants one-hot labels (10 numbers a row), but digit holds class numbers "
                        + "0..9. Write: model.compile(\"adam\", \"sparse_categorical_crossentropy\", \"accuracy\")");
    }

    @Test
    void E202_a_loss_of_class_numbers_on_one_hot_labels() {
        says(
                compile("sparse_categorical_crossentropy", "accuracy").oneHot("digit", 10),
                "E202: sparse_categorical_crossentropy wants class numbers, but the labels are one-hot (10 columns). "
                        + "Type: %compile adam categorical_crossentropy accuracy");
    }

    @Test
    void E203_binary_crossentropy_on_softmax_and_class_numbers() {
        says(
                compile("binary_crossentropy", "accuracy").classes("digit", 10),
                "E203: binary_crossentropy is for yes/no answers, but the last layer is softmax over 10 classes. "
                        + "Type: %compile adam sparse_categorical_crossentropy accuracy");
    }

    @Test
    void E203_binary_crossentropy_on_sigmoids_and_class_numbers() {
        says(
                compile("binary_crossentropy", "accuracy").ends("sigmoid", 3).classes("species", 3),
                "E203: binary_crossentropy is for yes/no answers, but species holds one class number a row and the last "
                        + "layer has 3 units. End the model with: dense 3 softmax   and type: "
                        + "%compile adam sparse_categorical_crossentropy accuracy");
    }

    @Test
    void W203_binary_crossentropy_on_softmax_and_one_hot_labels() {
        says(
                compile("binary_crossentropy", "accuracy").oneHot("digit", 10),
                "W203: binary_crossentropy scores 10 separate yes/no questions, but softmax picks one of 10 classes; "
                        + "training will be slower and accuracy lower. Type: %compile adam categorical_crossentropy "
                        + "accuracy");
    }

    @Test
    void W204_a_loss_of_numbers_on_classes() {
        says(
                compile("mean_squared_error", "accuracy")
                        .oneHot("digit", 10)
                        .probed(0.09, new float[320]),
                "W204: mean_squared_error is for predicting numbers; this model predicts 10 classes. Its loss looks "
                        + "small (0.09 before any training) and learns slowly when the model is confidently wrong. "
                        + "Type: %compile adam categorical_crossentropy accuracy");
        says(
                compile("mae").ends("sigmoid", 1).classes("diabetes", 2),
                "W204: mean_absolute_error is for predicting numbers; this model predicts 2 classes. Its loss looks "
                        + "small and learns slowly when the model is confidently wrong. "
                        + "Type: %compile adam binary_crossentropy");
    }

    @Test
    void E204_a_loss_of_numbers_on_class_numbers() {
        says(
                compile("mse", "accuracy").classes("digit", 10),
                "E204: mean_squared_error cannot compare 10 outputs with one class number. This is a classification: "
                        + "type: %compile adam sparse_categorical_crossentropy accuracy");
    }

    @Test
    void E205_a_crossentropy_without_softmax() {
        says(
                compile("sparse_categorical_crossentropy", "accuracy")
                        .ends("linear", 10)
                        .classes("digit", 10),
                "E205: the last layer has no softmax, so its outputs are not probabilities and "
                        + "sparse_categorical_crossentropy cannot read them. End the model with: dense 10 softmax   or "
                        + "keep it and type: %compile adam sparse_categorical_crossentropy(from_logits=true) accuracy");
        says(
                compile("binary_crossentropy").ends("linear", 1).classes("diabetes", 2).inJava(),
                "E205: the last layer has no sigmoid, so its outputs are not probabilities and binary_crossentropy "
                        + "cannot read them. End the model with: new Dense(1, \"sigmoid\")   or keep it and write: "
                        + "model.compile(\"adam\", new BinaryCrossentropy().withFromLogits(true))");
        says(
                compile("sparse_categorical_crossentropy", "accuracy").ends("linear", 1),
                "E205: the last layer has no softmax, so its outputs are not probabilities and "
                        + "sparse_categorical_crossentropy cannot read them. One unit predicts a number: type: %compile "
                        + "adam mean_squared_error mean_absolute_error   Classes need a last layer with one unit for each "
                        + "of them, and softmax.");
    }

    @Test
    void E205_an_unknown_last_layer_is_judged_by_a_forward_pass() {
        var unknown = compile("categorical_crossentropy").ends(null, 2).oneHot("answer", 2);
        says(unknown);
        says(unknown.probed(1, 0.3f, 0.7f, 0.5f, 0.5f));
        assertThat(unknown.probed(1, 0.3f, 0.7f, 0.5f, 0.6f).findings())
                .singleElement()
                .asString()
                .startsWith("E205");
        var binary =
                compile("binary_crossentropy").ends(null, 2).drawn("tags", 1, bits -> bits & 1, 2);
        says(binary.probed(1, 0.3f, 0.7f, 0.5f, 0.6f));
        assertThat(binary.probed(1, 0.3f, -0.7f).findings())
                .singleElement()
                .asString()
                .startsWith("E205");
    }

    @Test
    void E206_softmax_twice() {
        says(
                compile(new SparseCategoricalCrossentropy(true), "accuracy").classes("digit", 10),
                "E206: softmax would be applied twice: the last layer has it and from_logits=true applies it again. "
                        + "Type: %compile adam sparse_categorical_crossentropy accuracy");
        says(
                compile(new BinaryCrossentropy(true)).ends("sigmoid", 1).classes("diabetes", 2),
                "E206: sigmoid would be applied twice: the last layer has it and from_logits=true applies it again. "
                        + "Type: %compile adam binary_crossentropy");
    }

    @Test
    void E207_softmax_over_one_unit_is_all_that_is_said() {
        says(
                compile("binary_crossentropy", "accuracy")
                        .ends("softmax", 1)
                        .classes("diabetes", 2),
                "E207: softmax over 1 unit is always 1.0, so nothing can be learned. For yes/no end the model with: "
                        + "dense 1 sigmoid");
    }

    @Test
    void E208_another_activation_under_a_crossentropy() {
        says(
                compile("sparse_categorical_crossentropy").ends("relu", 10).classes("digit", 10),
                "E208: the last layer ends in relu; class probabilities need softmax. End the model with: "
                        + "dense 10 softmax");
    }

    @Test
    void W208_targets_that_the_last_layer_cannot_reach() {
        says(
                compile("mse")
                        .ends("sigmoid", 1)
                        .column("price", row -> 12_000 + row * 968_000.0 / 179),
                "W208: the last layer ends in sigmoid (0..1), but price runs from 12,000 to 980,000. End the model "
                        + "with: dense 1",
                "W216: price has sd 280,994, so the loss will start near 1e12. Type: %data mnist scale_target=true   "
                        + "(results are shown in the original unit)");
        says(
                compile("mae").ends("relu", 1).column("change", row -> row / 100.0 - 0.5),
                "W208: the last layer ends in relu (0 and more), but change runs from -0.5 to 1.29. End the model with: "
                        + "dense 1");
    }

    @Test
    void E209_fewer_units_than_classes() {
        says(
                compile("sparse_categorical_crossentropy").ends("softmax", 5).classes("digit", 10),
                "E209: the data has 10 classes, the last layer 5 units. End the model with: dense 10 softmax");
        says(
                compile("categorical_crossentropy").ends("softmax", 3).oneHot("species", 4),
                "E209: the data has 4 classes, the last layer 3 units. End the model with: dense 4 softmax");
    }

    @Test
    void more_units_than_classes_is_a_note() {
        says(
                compile("sparse_categorical_crossentropy").texts("species", List.of("a", "b", "c")),
                "N209: the data has 3 classes, the last layer 10 units.");
    }

    @Test
    void E210_a_label_that_is_no_class() {
        says(
                compile("sparse_categorical_crossentropy")
                        .column("digit", row -> row == 56 ? 10 : row % 10),
                "E210: 1 label in 180 is out of range: found 10 (row 57), allowed 0..9. End the model with: "
                        + "dense 11 softmax   or correct row 57");
        says(
                compile("sparse_categorical_crossentropy")
                        .column("digit", row -> row < 2 ? -1 : row % 10),
                "E210: 2 labels in 180 are out of range: found -1 (row 1), allowed 0..9. To leave out such rows type: "
                        + "%compile adam sparse_categorical_crossentropy(ignore_class=-1)   or correct row 1");
    }

    @Test
    void E210_labels_that_start_at_1() {
        says(
                compile("sparse_categorical_crossentropy")
                        .ends("softmax", 3)
                        .column("grade", row -> 1 + row % 3),
                "E210: 60 labels in 180 are out of range: found 3 (row 3), allowed 0..2. Labels start at 1; type: "
                        + "%data mnist relabel=true");
    }

    @Test
    void E211_one_sigmoid_for_several_classes() {
        says(
                compile("binary_crossentropy", "accuracy")
                        .ends("sigmoid", 1)
                        .texts("species", List.of("a", "b", "c")),
                "E211: binary_crossentropy with 1 sigmoid knows two classes, the data has 3. End the model with: "
                        + "dense 3 softmax   and type: %compile adam sparse_categorical_crossentropy accuracy");
    }

    @Test
    void W211_several_sigmoids_for_one_class() {
        says(
                compile("sparse_categorical_crossentropy", "accuracy")
                        .ends("sigmoid", 10)
                        .classes("digit", 10),
                "W211: sigmoid gives 10 independent chances; for exactly one class end the model with: "
                        + "dense 10 softmax   (several labels a row: %compile adam binary_crossentropy "
                        + "binary_accuracy)");
    }

    @Test
    void E213_labels_that_are_no_numbers_are_all_that_is_said() {
        says(
                compile("mse")
                        .ends("linear", 1)
                        .column("price", row -> row == 22 || row > 166 ? Double.NaN : row * 1e6),
                "E213: 14 values are NaN, first in column price, row 23. Type: %data mnist missing=mean");
    }

    @Test
    void E214_a_number_under_a_crossentropy() {
        says(
                compile("binary_crossentropy").ends("sigmoid", 1).column("price", row -> row * 1.5),
                "E214: price is a number with 180 different values, so this is a regression. End the model with: "
                        + "dense 1   and type: %compile adam mean_squared_error mean_absolute_error");
        says(
                compile("sparse_categorical_crossentropy")
                        .ends("softmax", 10)
                        .column("price", row -> row * 0.05),
                "E214: price is a number with 180 different values, so this is a regression. End the model with: "
                        + "dense 1   and type: %compile adam mean_squared_error mean_absolute_error");
    }

    @Test
    void E214_two_classes_that_are_not_0_and_1() {
        says(
                compile("binary_crossentropy")
                        .ends("sigmoid", 1)
                        .column("sick", row -> 1 + row % 2),
                "E214: binary_crossentropy wants labels 0 and 1, but sick holds 1 and 2. Type: %data mnist labels=01");
    }

    @Test
    void W215_accuracy_of_numbers() {
        says(
                compile("mse", "accuracy").ends("linear", 1).column("price", row -> row * 0.5),
                "W215: accuracy counts exact hits, which numbers never make. Type: %compile adam mean_squared_error "
                        + "mean_absolute_error");
    }

    @Test
    void W217_hinge_on_0_and_1_is_told() {
        says(
                compile("hinge").ends("tanh", 1).classes("diabetes", 2),
                "W217: hinge wants labels -1 and 1; Kiln converts 0 to -1.");
    }

    @Test
    void W218_uneven_classes() {
        says(
                compile("binary_crossentropy")
                        .ends("sigmoid", 1)
                        .column("fraud", row -> row % 90 == 0 ? 1 : 0),
                "W218: classes are uneven: 0 (178 rows), 1 (2 rows). Always answering 0 is 98.9 % right, so look at recall. Type: "
                        + "%fit class_weight=balanced   and add to %compile: precision recall auc");
    }

    @Test
    void E220_targets_of_another_width_than_the_output() {
        says(
                compile("mse").ends("linear", 3).column("price", row -> row * 0.5),
                "E220: the model gives 3 numbers a row, but price is 1. End the model with: dense 1");
    }

    @Test
    void W226_accuracy_of_several_labels_a_row() {
        says(
                compile("binary_crossentropy", "accuracy")
                        .ends("sigmoid", 5)
                        .drawn("tags", 1, bits -> bits & 1, 5),
                "W226: accuracy would compare only the largest of 5 outputs. Type: %compile adam binary_crossentropy "
                        + "binary_accuracy");
    }

    @Test
    void W227_accuracy_of_minus_1_and_1() {
        says(
                compile("hinge", "accuracy")
                        .ends("tanh", 1)
                        .column("side", row -> 2 * (row % 2) - 1),
                "W227: accuracy compares with 0 and 1, the labels are -1 and 1. Type: %data mnist labels=01   and "
                        + "%compile adam binary_crossentropy accuracy   and end the model with: dense 1 sigmoid");
    }

    @Test
    void before_there_is_data_only_the_model_is_looked_at() {
        says(compile("categorical_crossentropy"));
        assertThat(compile("categorical_crossentropy").ends("linear", 3).findings())
                .singleElement()
                .asString()
                .startsWith("E205");
    }

    // ---- right set-ups stay silent

    @Test
    void the_usual_classifications_are_silent() {
        says(compile("sparse_categorical_crossentropy", "accuracy").classes("digit", 10));
        says(compile("categorical_crossentropy", "accuracy").oneHot("digit", 10));
        says(compile("binary_crossentropy", "accuracy").ends("sigmoid", 1).classes("diabetes", 2));
        says(
                compile(new SparseCategoricalCrossentropy(true), "accuracy")
                        .ends("linear", 10)
                        .classes("digit", 10));
    }

    @Test
    void the_usual_regressions_are_silent() {
        says(compile("mse", "mae").ends("linear", 1).column("price", row -> row * 0.5));
        says(compile("mae").ends("relu", 1).column("count", row -> row % 7));
        says(compile("mse").ends("linear", 4).drawn("angles", 1, bits -> bits * 1e-6 - 0.5, 4));
    }

    @Test
    void autoencoders_are_silent() {
        says(
                compile("binary_crossentropy")
                        .ends("sigmoid", 784)
                        .drawn("x", 1, bits -> bits / 1048576.0, 784)
                        .autoencoder());
        says(
                compile("mse")
                        .ends("sigmoid", 784)
                        .drawn("x", 1, bits -> bits & 1, 784)
                        .autoencoder());
        says(compile("mse").ends("sigmoid", 10).oneHot("x", 10).autoencoder());
    }

    @Test
    void several_labels_a_row_are_silent() {
        says(
                compile("binary_crossentropy", "binary_accuracy")
                        .ends("sigmoid", 5)
                        .drawn("tags", 1, bits -> bits & 1, 5));
    }

    @Test
    void soft_labels_are_silent() {
        says(
                compile(new CategoricalCrossentropy().withLabelSmoothing(0.1), "accuracy")
                        .oneHot("digit", 10));
        says(compile("categorical_crossentropy").labels(soft()));
        says(compile("kl_divergence").labels(soft()));
        says(compile("mse").labels(soft()));
    }

    private static LabelFacts soft() {
        float[] values = new float[1800];
        for (int row = 0; row < 180; row++) {
            values[row * 10 + row % 10] = 0.7f;
            values[row * 10 + (row + 3) % 10] = 0.3f;
        }
        return Situation.facts("digit", values, Shape.of(180, 10));
    }

    @Test
    void tanh_with_hinge_is_silent() {
        says(compile("hinge").ends("tanh", 1).column("side", row -> 2 * (row % 2) - 1));
    }

    @Test
    void sigmoid_regression_on_shares_is_silent() {
        says(compile("mse").ends("sigmoid", 1).column("share", row -> row / 179.0));
        says(compile("binary_crossentropy").ends("sigmoid", 1).column("share", row -> row / 179.0));
    }

    @Test
    void language_models_with_padding_are_silent() {
        says(
                compile(new SparseCategoricalCrossentropy().withIgnoreClass(-1), "accuracy")
                        .ends("softmax", 12, 50)
                        .drawn("next", 1, bits -> bits % 51 - 1, 12));
        float[] tokens = new float[180 * 12];
        float[] mask = new float[180 * 12];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = i % 12 < 9 ? i % 50 : 999;
            mask[i] = i % 12 < 9 ? 1 : 0;
        }
        says(
                compile("sparse_categorical_crossentropy")
                        .ends("softmax", 12, 50)
                        .labels(
                                new LabelFacts(
                                        "next",
                                        FloatArray.of(Shape.of(180, 12), tokens),
                                        FloatArray.of(Shape.of(180, 12), mask),
                                        List.of())));
    }

    @Test
    void ordinal_cumulative_sigmoids_are_silent() {
        float[] values = new float[180 * 4];
        for (int row = 0; row < 180; row++) {
            for (int level = 0; level < 4; level++) {
                values[row * 4 + level] = row % 5 > level ? 1 : 0;
            }
        }
        var labels = Situation.facts("grade", values, Shape.of(180, 4));
        says(compile("binary_crossentropy").ends("sigmoid", 4).labels(labels));
        says(compile("mse").ends("sigmoid", 4).labels(labels));
    }

    @Test
    void masks_of_pictures_are_silent() {
        says(
                compile("binary_crossentropy")
                        .ends("sigmoid", 8, 8, 1)
                        .drawn("mask", 1, bits -> bits & 1, 8, 8, 1));
        says(compile("dice").ends("sigmoid", 8, 8, 1).drawn("mask", 1, bits -> bits & 1, 8, 8, 1));
        says(compile("mse").ends("sigmoid", 8, 8, 1).drawn("mask", 1, bits -> bits & 1, 8, 8, 1));
        says(
                compile("sparse_categorical_crossentropy")
                        .ends("softmax", 8, 8, 3)
                        .drawn("mask", 1, bits -> bits % 3, 8, 8));
    }

    @Test
    void least_squares_gans_are_silent() {
        says(compile("mse").ends("linear", 1).classes("real", 2));
    }
}
