package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.model.Model;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Each mistake is told with its line, in numbers, before anything is trained; the model that was there stays.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelCellMistakesTest {
    @TempDir Path folder;

    private InMemoryNotebook notebook;
    private Model before;
    private List<float[]> weights;

    @BeforeEach
    void make_a_model_that_must_stay() throws Exception {
        notebook = new InMemoryNotebook(folder);
        before =
                (Model)
                        Objects.requireNonNull(
                                notebook.run("%%model\ninput 4\ndense 16 relu\ndense 3 softmax"));
        notebook.run("%compile adam sparse_categorical_crossentropy");
        weights = before.weights().values().stream().map(float[]::clone).toList();
    }

    private void refused(String cell, String message) {
        assertThatThrownBy(() -> notebook.run("%%model\n" + cell))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
        assertThat(notebook.values.get("model")).isSameAs(before);
        assertThat(before.weights().values()).usingRecursiveComparison().isEqualTo(weights);
    }

    @Test
    void zero_units() {
        refused(
                "input 4\ndense 0",
                "E132: line 3, units=0 of dense must be 1 or more.\n  Type: dense 64 relu");
    }

    @Test
    void a_kernel_larger_than_its_image() {
        refused(
                "input 28x28x1\nconv2d 8 30",
                "E133: line 3, conv2d 8 30 needs an image of at least 30x30, but gets 28x28x1."
                        + "\n  Type: conv2d 8 30 padding=same   or remove line 3");
    }

    @Test
    void groups_that_do_not_divide_the_channels() {
        refused(
                "input 8x8x3\nconv2d 8 3 groups=2",
                "E133: line 3, conv2d cannot cut 3 channels into 2 equal groups.\n  Type: groups=1");
    }

    @Test
    void shapes_that_do_not_fit() {
        refused(
                "a: input 4\nb: input 5\nadd <- a, b",
                "E133: line 4, add cannot join 4 and 5: along each axis the sizes must be equal, or one of them 1."
                        + "\n  Bring both to one shape first, for example with new Dense(4).");
        refused(
                "input 10x4\nreshape [3, 3]",
                "E133: line 3, reshape cannot bring 10x4 (40 numbers) to 3x3 (9 numbers).\n  Type: reshape [40]");
        refused(
                "input 28x28\nconv2d 8 3",
                "E134: line 3, conv2d takes images (rows x columns x channels), but gets 28x28."
                        + "\n  Bring each row to 3 axes first, for example with reshape.");
    }

    @Test
    void two_layers_of_one_name() {
        refused(
                "input 4\na: dense 3\na: dense 2",
                "E135: line 3 and line 4 are both called a.\n  Give line 4 another name: a_2");
        refused(
                "input 4\ndense 4 name=q\nq: dense 3",
                "E135: line 3 and line 4 are both called q.\n  Give line 4 another name: q_2");
    }

    @Test
    void one_name_for_repeated_layers() {
        refused(
                "input 4\nrepeat 2 {\na: dense 4 relu\n}",
                "E135: line 4 is repeated, and its layer would be called a each time."
                        + "\n  Leave its name out: dense 4 relu");
    }

    @Test
    void layers_in_a_circle() {
        refused(
                "x: input 4\na: dense 3 <- b\nb: dense 3 <- a",
                "E135: line 3 takes b, which line 4 defines below it: layers cannot form a circle."
                        + "\n  Move line 4 above line 3, or take another layer.");
        refused(
                "x: input 4\na: dense 3 <- a",
                "E135: line 3 takes its own result, a: a layer cannot be its own input."
                        + "\n  Name the layer above it behind <-, or leave <- out.");
    }

    @Test
    void an_input_that_no_line_defines() {
        refused(
                "first: input 4\na: dense 3 <- frist",
                "E135: line 3 uses frist, which no line defines. Did you mean first?\n  Names so far: first.");
    }
}
