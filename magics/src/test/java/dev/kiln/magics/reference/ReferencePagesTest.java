package dev.kiln.magics.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.layers.Layers;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReferencePagesTest {
    private static final Path FOLDER = Path.of("../docs/reference");

    @Test
    void the_pages_are_those_that_the_catalogues_give() throws Exception {
        Map<String, String> made = ReferencePages.all();
        if ("write".equals(System.getProperty("kiln.reference"))) {
            for (var page : made.entrySet()) {
                Path file = FOLDER.resolve(page.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, page.getValue());
            }
        }
        Map<String, String> checkedIn = checkedIn();
        assertThat(checkedIn.keySet()).isEqualTo(made.keySet());
        made.forEach(
                (page, text) ->
                        assertThat(checkedIn.get(page))
                                .as(page + " is old; make it anew with -Dkiln.reference=write")
                                .isEqualTo(text));
    }

    private static Map<String, String> checkedIn() throws IOException {
        var pages = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                pages.put(
                        FOLDER.relativize(file).toString().replace('\\', '/'),
                        Files.readString(file));
            }
        }
        return pages;
    }

    @Test
    void every_layer_of_the_list_has_one_example() throws IOException {
        assertThat(LayerExample.all().stream().map(LayerExample::layer))
                .containsExactlyElementsOf(
                        Layers.CATALOG.entries().stream().map(entry -> entry.name()).toList());
    }

    @Test
    void the_examples_in_Java_run() throws IOException {
        try (var shell =
                JShell.builder()
                        .executionEngine("local")
                        .compilerOptions("--class-path", System.getProperty("java.class.path"))
                        .build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            shell.eval("import dev.kiln.layers.*;");
            shell.eval("import dev.kiln.model.*;");
            shell.eval("import java.util.*;");
            for (LayerExample example : LayerExample.all()) {
                if (example.isJava()) {
                    for (var event : shell.eval(example.line())) {
                        assertThat(event.exception()).as(example.line()).isNull();
                        assertThat(event.status())
                                .as(
                                        example.line()
                                                + shell.diagnostics(event.snippet())
                                                        .map(each -> each.getMessage(null))
                                                        .toList())
                                .isEqualTo(Snippet.Status.VALID);
                    }
                }
            }
        }
    }
}
