package dev.kiln.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The Python tests in `notebooks/tests`: what a Jupyter client sees of the kernel. Each file is one process and starts
/// the kernels it needs; each of its tests is one here.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolTest {

    private Jupyter jupyter;

    /// One line of the runner's report.
    private record Outcome(String test, boolean passed, String detail) {}

    @BeforeAll
    void prepare() {
        jupyter = Jupyter.withBuiltKernel();
    }

    @TestFactory
    Stream<DynamicContainer> a_client_sees_what_the_protocol_promises() throws IOException {
        try (Stream<Path> files = Files.list(Jupyter.ROOT.resolve("notebooks/tests"))) {
            return files
                    .filter(file -> file.getFileName().toString().matches("test_.*\\.py"))
                    .sorted()
                    .map(
                            file ->
                                    DynamicContainer.dynamicContainer(
                                            file.getFileName().toString(),
                                            outcomes(file).stream().map(ProtocolTest::asTest)))
                    .toList()
                    .stream();
        }
    }

    private List<Outcome> outcomes(Path file) {
        Path report = jupyter.target().resolve(file.getFileName() + ".report");
        try {
            Files.deleteIfExists(report);
            var result =
                    jupyter.run(
                            "notebooks/tests/run.py", List.of(file.toString(), report.toString()));
            var lines = Files.exists(report) ? Files.readAllLines(report) : List.<String>of();
            return lines.isEmpty()
                    ? List.of(new Outcome("no test ran", false, result.printed()))
                    : lines.stream().map(line -> new Gson().fromJson(line, Outcome.class)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DynamicTest asTest(Outcome outcome) {
        return DynamicTest.dynamicTest(
                outcome.test(), () -> assertThat(outcome.passed()).as(outcome.detail()).isTrue());
    }
}
