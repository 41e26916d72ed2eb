package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.layers.Lambda;
import dev.kiln.layers.Layer;
import dev.kiln.losses.Loss;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.metrics.Metric;
import dev.kiln.schedules.Schedule;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OwnPartsInCellsTest {
    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void write_own_parts() throws Exception {
        notebook = new InMemoryNotebook(folder);
        notebook.own("swish", "Layer", (Layer) new Lambda(x -> x.times(x.sigmoid())));
        notebook.own(
                "mine",
                "Loss",
                (Loss) (truth, answer) -> truth.minus(answer.max(-1)).square().mean(-1));
        notebook.own("sure", "Metric", Metric.mean("sure", (truth, answer) -> answer.max(-1)));
        notebook.own("falling", "Schedule", (Schedule) step -> step.plus(1).reciprocal());
        notebook.run("%data iris");
    }

    @Test
    void cards_call_a_lambda_a_function_and_a_metric_by_its_name() throws Exception {
        notebook.run("%%model\ndense 4\n$swish\ndense 3 softmax");
        notebook.run("%compile adam(learning_rate=$falling) $mine metrics=[accuracy, $sure]");
        assertThat(notebook.text())
                .containsPattern("lambda +a function of your own")
                .containsPattern("optimizer +adam\\(learning_rate=a function of your own\\)")
                .containsPattern("loss +a function of your own")
                .containsPattern("metrics +accuracy -> sparse_categorical_accuracy   sure\\n")
                .doesNotContain("$$Lambda");
        notebook.run("%fit epochs=2");
        assertThat(notebook.text()).doesNotContain("$$Lambda");
    }

    @Test
    void a_model_with_a_function_is_refused_by_save_and_its_weights_are_saved() throws Exception {
        notebook.run("%%model\ndense 4\n$swish\ndense 3 softmax");
        assertThatThrownBy(() -> notebook.run("%save \"own.keras\""))
                .hasMessageStartingWith("E195: layer lambda uses ")
                .hasMessageContaining("which a Keras file cannot hold: it never contains code.")
                .hasMessageContaining("Type: %save \"model.weights.h5\"");
        notebook.run("%save \"" + folder.resolve("own.weights.h5") + "\"");
        assertThat(folder.resolve("own.weights.h5")).isNotEmptyFile();
    }

    @Test
    void Java_that_does_not_compile_is_told_to_be_tried_on_its_own() {
        assertThatThrownBy(() -> notebook.run("%%model\n${new Linear(16)}\ndense 3"))
                .hasMessageContaining("Try it in a cell of its own: var layer = new Linear(16);")
                .hasMessageNotContaining("var new");
    }
}
