package dev.kiln.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DownloadsTest {
    private static final byte[] CONTENT = "a,b\n1,2\n3,4\n5,6\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private HttpServer server;
    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private final List<Long> told = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory()));
        server.start();
    }

    @AfterEach
    void stop() {
        testIsOver.countDown();
        server.stop(0);
    }

    private URI serve(HttpHandler handler) {
        server.createContext("/m.csv", handler);
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/m.csv");
    }

    private URI serve(byte[] content) {
        return serve(
                exchange -> {
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                    exchange.close();
                });
    }

    private Downloads downloads(Duration patience) {
        return new Downloads(folder, null, patience, (_, done, _) -> told.add(done));
    }

    private String sha256(byte[] content) throws IOException {
        Path file = Files.write(Files.createTempFile("kiln-test", ".csv"), content);
        try {
            return Downloads.checksum(file);
        } finally {
            Files.delete(file);
        }
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void a_good_file_is_kept_told_of_and_not_brought_again() throws IOException {
        URI address = serve(CONTENT);
        Downloads downloads = downloads(Duration.ofSeconds(10));
        Path file = downloads.file("mnist", "sub/m.csv", address, sha256(CONTENT));
        assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
        assertThat(told.getLast()).isEqualTo(CONTENT.length);
        server.stop(0);
        assertThat(downloads.file("mnist", "sub/m.csv", address, sha256(CONTENT))).isEqualTo(file);
    }

    @Test
    void a_file_of_the_wrong_checksum_is_refused_and_nothing_is_left() throws IOException {
        URI address = serve(CONTENT);
        String expected = sha256("other".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(
                        () ->
                                downloads(Duration.ofSeconds(10))
                                        .file("mnist", "m.csv", address, expected))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "E125: mnist is not on this machine and the download failed (the file has the wrong checksum ")
                .hasMessageEndingWith("\n  Type: %data digits  (built in, 1,797 images of 8x8)");
        assertThat(left()).isEmpty();
    }

    @Test
    void a_file_that_is_cut_short_is_refused_and_nothing_is_left() throws IOException {
        URI address =
                serve(
                        exchange -> {
                            exchange.sendResponseHeaders(200, CONTENT.length + 100L);
                            exchange.getResponseBody().write(CONTENT);
                            exchange.getResponseBody().flush();
                            exchange.close();
                        });
        assertThatThrownBy(
                        () ->
                                downloads(Duration.ofSeconds(10))
                                        .file("mnist", "m.csv", address, sha256(CONTENT)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "E125: mnist is not on this machine and the download failed (");
        assertThat(left()).isEmpty();
    }

    @Test
    void a_server_that_never_answers_is_given_up() throws IOException {
        URI address = serve(_ -> await());
        assertThatThrownBy(
                        () ->
                                downloads(Duration.ofMillis(200))
                                        .file("mnist", "m.csv", address, sha256(CONTENT)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the download failed (the server was silent for 0.2 s)");
        assertThat(left()).isEmpty();
    }

    @Test
    void a_server_that_falls_silent_in_the_middle_is_given_up() throws IOException {
        URI address =
                serve(
                        exchange -> {
                            exchange.sendResponseHeaders(200, 1_000_000);
                            exchange.getResponseBody().write(CONTENT);
                            exchange.getResponseBody().flush();
                            await();
                        });
        assertThatThrownBy(
                        () ->
                                downloads(Duration.ofMillis(300))
                                        .file("mnist", "m.csv", address, sha256(CONTENT)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the server was silent for 0.3 s");
        assertThat(left()).isEmpty();
    }

    @Test
    void a_server_that_refuses_is_quoted_and_no_server_is_no_network() throws IOException {
        URI address =
                serve(
                        exchange -> {
                            exchange.sendResponseHeaders(404, -1);
                            exchange.close();
                        });
        assertThatThrownBy(
                        () ->
                                downloads(Duration.ofSeconds(10))
                                        .file("mnist", "m.csv", address, sha256(CONTENT)))
                .hasMessageContaining("the download failed (the server answered 404)");
        server.stop(0);
        assertThatThrownBy(
                        () ->
                                downloads(Duration.ofSeconds(10))
                                        .file("mnist", "m.csv", address, sha256(CONTENT)))
                .hasMessage(
                        "E125: mnist is not on this machine and the download failed (no network).\n"
                                + "  Type: %data digits  (built in, 1,797 images of 8x8)");
        assertThat(left()).isEmpty();
    }

    @Test
    void a_table_is_read_from_an_address() {
        URI address = serve(CONTENT);
        var data =
                DataFiles.read(
                        address.toString(),
                        new DataOptions().withTarget("b").withVal(null),
                        downloads(Duration.ofSeconds(10)));
        assertThat(data.name()).isEqualTo("m.csv");
        assertThat(data.rows()).isEqualTo(3);
        assertThat(told.getLast()).isEqualTo(CONTENT.length);
    }

    private void await() {
        try {
            testIsOver.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
