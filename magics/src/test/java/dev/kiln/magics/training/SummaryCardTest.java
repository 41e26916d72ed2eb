package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.drawing.AllowedMarkup;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SummaryCardTest {
    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void open() throws Exception {
        notebook = new InMemoryNotebook(folder);
        notebook.run(
                "%%model digits\ninput 28x28x1\nflatten\ndense 128 relu\ndropout 0.2\ndense 10 softmax");
        notebook.shown.clear();
    }

    @Test
    void layers_stand_in_one_table_with_their_shares() throws Exception {
        notebook.run("%summary");
        assertThat(notebook.shown).hasSize(1);
        assertThat(notebook.text())
                .isEqualTo(
                        """
                        digits   Sequential, 4 layers, not compiled
                        layer        settings    output shape   params  share
                        input_layer              28x28x1             0
                        flatten                  784                 0
                        dense        128 relu    128           100,480  98.7 % ##########
                        dropout      0.2         128                 0
                        dense_1      10 softmax  10              1,290  1.3 % #
                        total 101,770 parameters (398 KB), all trainable; about 0.2 MFLOP a sample""");
        AllowedMarkup.check(notebook.shown.getFirst().html(), false);
        assertThat(notebook.shown.getFirst().html()).doesNotContain("##").contains("width:79px");
    }

    @Test
    void a_compiled_model_says_what_training_takes() throws Exception {
        notebook.run("%compile adam sparse_categorical_crossentropy");
        notebook.run("%summary");
        assertThat(notebook.text())
                .containsPattern("training 32 rows a step takes [\\d.]+ MB = weights [\\d.]+ kB");
    }

    @Test
    void weights_are_told_by_their_mean_and_spread() throws Exception {
        notebook.run("%summary weights");
        assertThat(notebook.text())
                .contains("4 weights", "dense/kernel", "784x128", "mean", "sd", "min", "max");
        assertThat(notebook.text()).containsPattern("dense/bias +128 +0(\\.0+)? +0");
        notebook.run("%summary graph");
        assertThat(notebook.shown.getLast().html())
                .contains("<img src=\"data:image/svg+xml;base64,");
    }

    @Test
    void a_deep_model_is_cut_in_the_middle_and_shown_whole_on_demand() throws Exception {
        notebook.run("%%model deep\ninput 4\nrepeat 80 {\ndense 4 relu\n}\ndense 1");
        assertThat(notebook.shown.getLast().html()).contains("…").hasSizeLessThan(20_000);
        assertThat(notebook.shown.getLast().text().lines()).hasSizeLessThanOrEqualTo(25);
        notebook.run("%summary layers=all");
        assertThat(notebook.shown.getLast().html()).contains("dense_79").doesNotContain("…");
    }

    @Test
    void another_view_is_answered_with_those_that_there_are() {
        assertThatThrownBy(() -> notebook.run("%summary wieghts"))
                .hasMessageContaining("%summary has no option wieghts. Did you mean weights?");
    }
}
