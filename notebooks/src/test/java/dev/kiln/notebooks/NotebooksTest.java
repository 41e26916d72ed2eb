package dev.kiln.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Every notebook of the manual runs from top to bottom; the executed ones are left in `target/executed`.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotebooksTest {

    private Jupyter jupyter;
    private List<Path> notebooks;

    @BeforeAll
    void prepare() throws IOException {
        jupyter = Jupyter.withBuiltKernel();
        Files.createDirectories(jupyter.target().resolve("executed"));
        try (Stream<Path> files = Files.list(Jupyter.ROOT.resolve("notebooks"))) {
            notebooks = files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
        }
    }

    @Test
    void the_first_notebook_is_among_them() {
        assertThat(notebooks)
                .extracting(file -> file.getFileName().toString())
                .contains("01-first-fit.ipynb");
    }

    @TestFactory
    Stream<DynamicTest> every_cell_runs_as_expected() {
        return notebooks.stream()
                .map(
                        notebook ->
                                DynamicTest.dynamicTest(
                                        name(notebook),
                                        () -> {
                                            Path executed =
                                                    jupyter.target()
                                                            .resolve("executed")
                                                            .resolve(name(notebook));
                                            var result =
                                                    jupyter.run(
                                                            "installer/check.py",
                                                            List.of(
                                                                    notebook.toString(),
                                                                    executed.toString()));
                                            assertThat(result.status())
                                                    .as(result.printed())
                                                    .isZero();
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> the_repository_holds_no_output_that_the_build_did_not_make() {
        return notebooks.stream()
                .map(
                        notebook ->
                                DynamicTest.dynamicTest(
                                        name(notebook),
                                        () ->
                                                assertThat(Files.readString(notebook))
                                                        .doesNotContain("\"output_type\"")));
    }

    private static String name(Path notebook) {
        return notebook.getFileName().toString();
    }
}
