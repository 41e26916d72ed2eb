package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.notebook.CellPart;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PastedPythonTest {
    @TempDir Path folder;

    private String remedy(InMemoryNotebook notebook, String cell) {
        var answer = new String[1];
        assertThatThrownBy(() -> notebook.run(cell))
                .isInstanceOfSatisfying(
                        UserError.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("E106");
                            assertThat(e.problem()).startsWith("this is Python: ");
                            answer[0] = e.remedy();
                        });
        return answer[0];
    }

    @Test
    void pasted_lines_of_a_Keras_page_are_answered_with_magics_that_run() throws Exception {
        var notebook = new InMemoryNotebook(folder);
        notebook.run("%data iris");
        notebook.run("%%model net\ndense 3 softmax");
        String compile =
                remedy(
                        notebook,
                        "model.compile(\n    optimizer=keras.optimizers.Adam(learning_rate=0.01),\n"
                                + "    loss='sparse_categorical_crossentropy',\n    metrics=['accuracy'],\n)");
        assertThat(compile)
                .startsWith(
                        "Type: %compile optimizer=keras.optimizers.Adam(learning_rate=0.01), loss=");
        notebook.run(compile.substring("Type: ".length()));
        String fit =
                remedy(
                        notebook,
                        "model.fit(x_train, y_train, batch_size=16, epochs=2, validation_split=0.1,"
                                + " callbacks=[keras.callbacks.EarlyStopping(patience=3)])");
        assertThat(fit)
                .isEqualTo(
                        "Type: %fit batch_size=16, epochs=2, validation_split=0.1,"
                                + " callbacks=[keras.callbacks.EarlyStopping(patience=3)]");
        notebook.run(fit.substring("Type: ".length()) + ", verbose=0");
        assertThat(notebook.magics().session().runs()).hasSize(1);
        assertThat(remedy(notebook, "history = model.fit(x, y, epochs=5)"))
                .isEqualTo("Type: var history = %fit epochs=5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.fit(x, y);",
                "model.fit(x, y)",
                "model.compile(\"adam\", \"mse\", \"mae\")",
                "var h = model.fit(x, y, epochs = 3);",
                "model.compile(a == b)",
                "String s = \"model.fit(x, epochs=3)\";",
                "model.fit(",
                "import java.util.List",
                "import static java.lang.Math.*;",
                "var python = \"\"\"\n    import keras\n    from keras import layers\n    \"\"\";",
                "model.fit('"
            })
    void Java_stays_Java(String cell) {
        var parts = new InMemoryNotebook(folder).magics().split(cell, name -> false, name -> false);
        assertThat(parts).hasOnlyElementsOfType(CellPart.JavaCode.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import keras",
                "import numpy as np",
                "# the first lesson\n\nfrom tensorflow.keras import layers",
                "model = keras.Sequential([layers.Dense(3)])",
                "model = Sequential([\n    Dense(3)\n])"
            })
    void a_cell_that_begins_in_Python_is_told_where_to_begin(String cell) {
        assertThat(remedy(new InMemoryNotebook(folder), cell)).matches("Type: (%help|%%model) .*");
    }

    @Test
    void Python_in_a_cell_for_something_else_is_left_alone() {
        var parts =
                new InMemoryNotebook(folder)
                        .magics()
                        .split(
                                "%%writefile train.py\nimport keras\nmodel.fit(x, y, epochs=3)\n",
                                name -> false, name -> name.equals("writefile"));
        assertThat(parts).singleElement().isInstanceOf(CellPart.CellMagic.class);
    }
}
