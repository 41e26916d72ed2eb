package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.kiln.magics.InMemoryNotebook;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JudgingCardTest {
    private static final int STRIP_BYTES = 16_000;

    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void open() {
        notebook = new InMemoryNotebook(folder);
    }

    private void digits() throws Exception {
        notebook.run("%data digits");
        notebook.run("%%model net\nflatten\ndense 10 softmax");
        notebook.run("%compile adam sparse_categorical_crossentropy accuracy");
        notebook.run("%fit epochs=2 quiet");
    }

    @Test
    void images_are_shown_small_with_the_data() throws Exception {
        notebook.run("%data digits");
        assertThat(notebook.shown).hasSize(1);
        assertThat(notebook.shown.getFirst().html())
                .contains("<img src=\"data:image/png;base64,", "alt=\"The first images of train.\"")
                .hasSizeLessThan(STRIP_BYTES + 4_000);
    }

    @Test
    void the_worst_mistakes_are_named_and_shown() throws Exception {
        digits();
        notebook.shown.clear();
        notebook.run("%evaluate");
        assertThat(notebook.text())
                .containsPattern("most confused +\\d taken for \\d \\(\\d+ times?\\)")
                .containsPattern(
                        "worst mistakes +row \\d+: \\d taken for \\d \\((0\\.\\d+|1)\\), row ");
        assertThat(notebook.shown.getFirst().html())
                .contains("alt=\"The worst mistakes, the surest first: row ")
                .hasSizeLessThan(STRIP_BYTES + 10_000);
    }

    @Test
    void the_worst_numbers_are_named_in_their_own_unit() throws Exception {
        notebook.run("%data diabetes");
        notebook.run("%%model net\ndense 1");
        notebook.run("%compile adam mean_squared_error");
        notebook.run("%fit epochs=1 quiet");
        notebook.run("%evaluate");
        assertThat(notebook.text())
                .containsPattern("worst mistakes +row \\d+: \\S+ for \\d\\S*, row ");
    }

    @Test
    void compiling_says_how_many_checks_pass_and_which_do_not() throws Exception {
        notebook.run("%data iris");
        notebook.run("%%model net\ndense 3 softmax");
        notebook.run("%compile adam sparse_categorical_crossentropy accuracy");
        assertThat(notebook.text()).contains("checks     27 passed   %check shows them");
        notebook.run("%compile adam mean_squared_error check=warn");
        assertThat(notebook.shown.toString()).contains("26 passed, not E204");
    }

    @Test
    void a_notebook_chooses_how_it_is_drawn() throws Exception {
        notebook.run("%kiln theme=dark table_rows=4 updates=2");
        assertThat(notebook.text()).containsPattern("settings +theme=dark updates=2 table_rows=4");
        digits();
        notebook.run("%plot save=\"dark.svg\"");
        assertThat(folder.resolve("dark.svg")).content().doesNotContain("prefers-color-scheme");
        notebook.run("%kiln theme=auto");
        notebook.run("%plot save=\"auto.svg\"");
        assertThat(folder.resolve("auto.svg")).content().contains("prefers-color-scheme");
        assertThatThrownBy(() -> notebook.run("%kiln updates=9"))
                .hasMessageContaining("updates takes a number from 0.1 to 4, not 9.")
                .hasMessageContaining("Type: %kiln updates=1");
    }

    @Test
    void a_download_shows_how_far_it_is_in_the_display_of_the_data() throws Exception {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var table = new StringBuilder("a,b,kind\n");
        for (int row = 0; row < 20_000; row++) {
            table.append(row % 7)
                    .append(',')
                    .append(row % 5)
                    .append(",")
                    .append("xy".charAt(row % 2));
            table.append('\n');
        }
        byte[] bytes = table.toString().getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/flowers.csv",
                exchange -> {
                    exchange.sendResponseHeaders(200, bytes.length);
                    try (var body = exchange.getResponseBody()) {
                        body.write(bytes);
                    }
                });
        server.createContext(
                "/short.csv",
                exchange -> {
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes, 0, 5_000);
                    exchange.close();
                });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            notebook.run("%data \"" + base + "/flowers.csv\" target=kind");
            assertThat(notebook.shown).hasSize(1);
            assertThat(notebook.text()).contains("20,000 rows");
            assertThat(notebook.frames)
                    .anySatisfy(
                            frame ->
                                    assertThat(frame.text())
                                            .matches("downloading flowers.csv +\\[.*MB"));
            assertThatThrownBy(() -> notebook.run("%data \"" + base + "/short.csv\" target=kind"))
                    .hasMessageContaining("short.csv could not be downloaded (");
        } finally {
            server.stop(0);
        }
    }
}
