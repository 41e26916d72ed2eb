package dev.kiln.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CourseTest {
    @Test
    void W223_test_rows_that_training_sees() {
        assertThat(Course.repeated(new float[] {1, 2, 3, 4}, new float[] {3, 4, 5, 6, 1, 2}, 2))
                .contains(
                        new Finding(
                                "W223",
                                "2 of 3 test rows also are in train; the test score will flatter.",
                                ""));
        assertThat(Course.repeated(new float[] {1, 2, 3, 4}, new float[] {2, 3}, 2)).isEmpty();
    }

    @Test
    void W224_validation_loss_rises_while_the_loss_falls() {
        var losses = List.of(0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3);
        assertThat(
                        Course.memorising(
                                losses,
                                List.of(0.9, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85),
                                Dialect.MAGIC))
                .contains(
                        new Finding(
                                "W224",
                                "validation loss has risen since epoch 2: the model is memorising. Best epoch 2.",
                                "Type: %fit fresh epochs=7 early_stopping(patience=3, restore_best_weights=true)"));
        assertThat(
                        Course.memorising(
                                losses,
                                List.of(0.9, 0.8, 0.81, 0.82, 0.83, 0.84, 0.79),
                                Dialect.MAGIC))
                .isEmpty();
        assertThat(
                        Course.memorising(
                                List.of(0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9),
                                List.of(0.9, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85),
                                Dialect.MAGIC))
                .isEmpty();
    }

    @Test
    void W228_numbers_below_0_are_named_as_they_are() {
        var train = Situation.facts("change", new float[] {0, 1}, Shape.of(2));
        assertThat(
                        Course.unseen(
                                train,
                                Situation.facts("change", new float[] {-1}, Shape.of(1)),
                                Dialect.JAVA))
                .hasValueSatisfying(
                        finding ->
                                assertThat(finding.problem())
                                        .isEqualTo(
                                                "the validation rows hold -1, which no training row does."));
    }

    @Test
    void W228_classes_that_training_never_shows() {
        var train = Situation.facts("species", new float[] {0, 0, 1, 1}, Shape.of(4));
        assertThat(
                        Course.unseen(
                                train,
                                Situation.facts("species", new float[] {2, 1, 2}, Shape.of(3)),
                                Dialect.MAGIC))
                .contains(
                        new Finding(
                                "W228",
                                "the validation rows hold 2, which no training row does.",
                                "Type: %fit val=20%   (validation_split takes the last rows as they stand)"));
        assertThat(
                        Course.unseen(
                                train,
                                Situation.facts("species", new float[] {1, 0}, Shape.of(2)),
                                Dialect.MAGIC))
                .isEmpty();
        var price = Situation.facts("price", new float[] {0.5f, 1.5f}, Shape.of(2));
        assertThat(
                        Course.unseen(
                                price,
                                Situation.facts("price", new float[] {3}, Shape.of(1)),
                                Dialect.MAGIC))
                .isEmpty();
    }

    @Test
    void W225_one_answer_for_everything() {
        var labels = Situation.facts("digit", new float[] {7, 7, 1, 7}, Shape.of(4));
        assertThat(Course.oneAnswer(0.75, labels))
                .contains(new Finding("W225", "the model answers 7 for everything so far.", ""));
        assertThat(Course.oneAnswer(0.5, labels)).isEmpty();
    }

    @Test
    void a_proposal_fits_last_layer_and_labels() {
        var classes = Situation.facts("y", new float[] {0, 1, 2}, Shape.of(3));
        var oneHot = Situation.facts("y", new float[] {0, 1, 1, 0}, Shape.of(2, 2));
        assertThat(line("softmax", 3, classes))
                .isEqualTo("%compile adam sparse_categorical_crossentropy accuracy");
        assertThat(line("softmax", 2, oneHot))
                .isEqualTo("%compile adam categorical_crossentropy accuracy");
        assertThat(line("sigmoid", 1, classes))
                .isEqualTo("%compile adam binary_crossentropy accuracy");
        assertThat(line("linear", 1, Situation.facts("price", new float[] {0.5f, 3}, Shape.of(2))))
                .isEqualTo("%compile adam mean_squared_error mean_absolute_error");
        assertThat(line("linear", 3, classes))
                .isEqualTo(
                        "%compile adam sparse_categorical_crossentropy(from_logits=true) accuracy");
    }

    private static String line(String activation, int units, LabelFacts labels) {
        return Proposal.of(new Ending(activation, Shape.of(units)), labels, Dialect.MAGIC)
                .line("adam", Dialect.MAGIC);
    }
}
