package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;

/// What the user sets for all kernels, and what a mistake in it does.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SettingsTest {
    private static final String OPTIONS = "KILN_JAVA_OPTIONS";
    private static final String HEAP = "Runtime.getRuntime().maxMemory() >> 20";

    @TempDir Path folder;
    private Path settings;

    @BeforeEach
    void makeTheFolder() throws IOException {
        settings = Files.createDirectories(folder.resolve("jupyter").resolve("kiln"));
    }

    private Path stored() {
        return settings.resolve("jvm-options");
    }

    /// Runs a cell in a kernel of its own.
    private Frontend.Answer run(Map<String, String> environment, String cell) throws IOException {
        try (RunningKernel kernel = RunningKernel.startIn(folder, environment);
                Frontend frontend = kernel.connect()) {
            frontend.ask("kernel_info_request", Frontend.json("{}"));
            return frontend.run(cell);
        }
    }

    @Test
    void options_stored_and_in_the_environment_reach_the_JVM_and_preview_features_the_cells()
            throws IOException {
        Files.writeString(stored(), "-Xmx300m\n-Dspoken=in two words\n");
        Map<String, String> environment = Map.of(OPTIONS, "-Xmx400m --enable-preview");
        try (RunningKernel kernel = RunningKernel.startIn(folder, environment);
                Frontend frontend = kernel.connect()) {
            frontend.ask("kernel_info_request", Frontend.json("{}"));
            assertThat(frontend.run(HEAP).result()).isEqualTo("400");
            assertThat(frontend.run("System.getProperty(\"spoken\")").result())
                    .isEqualTo("in two words");
            assertThat(
                            frontend.run(
                                            """
                                            String size(Object o) {
                                                return switch (o) { case int i when i > 40 -> "large"; default -> "other"; };
                                            }
                                            size(42)
                                            """)
                                    .result())
                    .isEqualTo("large");
            // A kernel that answers: the next start does not try these options again.
            assertThat(settings.resolve("jvm-options.good")).content().contains("-Xmx400m");
            assertThat(settings.resolve("jvm-options.trial")).doesNotExist();
        }
    }

    @Test
    void options_are_stored_by_a_magic_for_the_next_start_unless_Java_refuses_them()
            throws IOException {
        Files.writeString(stored(), "-Xmx300m\n-Dcolour=blue\n");
        try (RunningKernel kernel = RunningKernel.startIn(folder, Map.of());
                Frontend frontend = kernel.connect()) {
            assertThat(frontend.run("%kiln jvm heap=320m native=8g preview").stream("stdout"))
                    .contains("Stored. Restart the kernel for it.")
                    .containsPattern("in force +-Xmx300m -Dcolour=blue")
                    .containsPattern("heap +[0-9]+ MB used, at most 300 MB")
                    .containsPattern("native memory +[0-9,]+ MB used, at most [0-9,]+ MB");
            assertThat(stored())
                    .hasContent(
                            "-Dcolour=blue\n-Xmx320m\n-Dorg.bytedeco.javacpp.maxphysicalbytes=8g\n--enable-preview");
            for (String wrong :
                    new String[] {"-XX:+NoSuchFlag", "heap=much", "Main", "-javaagent:nowhere"}) {
                assertThat(frontend.run("%kiln jvm " + wrong).status()).isEqualTo("error");
            }
            assertThat(stored()).content().startsWith("-Dcolour=blue");
            assertThat(frontend.run("%kiln").shown())
                    .filteredOn(shown -> shown.type().equals("display_data"))
                    .anySatisfy(
                            card ->
                                    assertThat(Frontend.plain(card))
                                            .contains("at most 300 MB")
                                            .containsPattern("native memory.*at most"));
            assertThat(frontend.run("%kiln jvm default").stream("stdout"))
                    .contains("options that Kiln comes with");
            assertThat(stored()).doesNotExist();
        }
    }

    @Test
    void the_limit_of_native_memory_is_kept() throws IOException {
        var answer =
                run(
                        Map.of(OPTIONS, "-Dorg.bytedeco.javacpp.maxphysicalbytes=900m"),
                        "var kept = new ArrayList<Object>();\n"
                                + "for (int i = 0; i < 20; i++) kept.add(org.nd4j.linalg.factory.Nd4j.ones(25_000_000));");
        assertThat(answer.content().get("ename").getAsString()).isEqualTo("OutOfMemoryError");
    }

    @Test
    void a_kernel_starts_without_options_that_Java_refuses_and_says_why() throws IOException {
        var answer = run(Map.of(OPTIONS, "-XX:+NoSuchFlag -Xmx300m"), HEAP);
        assertThat(answer.result()).isEqualTo("600");
        assertThat(answer.stream("stderr"))
                .startsWith("Java runs without your options: ")
                .contains("NoSuchFlag");
    }

    @Test
    void start_up_files_are_run_with_the_first_cell_and_not_when_a_notebook_is_opened()
            throws IOException {
        Files.writeString(
                settings.resolve("startup.jsh"),
                "import java.time.*;\nint answer = 40;\nString greeting() { return \"hello\"; }\n");
        Files.writeString(
                folder.resolve("kiln-startup.jsh"),
                "answer += 2;\n%env COLOUR=blue\nFiles.createFile(Path.of(\"was-run\"));\n");
        try (RunningKernel kernel = RunningKernel.startIn(folder, Map.of());
                Frontend frontend = kernel.connect()) {
            frontend.complete("Math.ab");
            assertThat(folder.resolve("was-run")).doesNotExist();
            assertThat(frontend.run("answer + greeting() + Year.of(2000)").result())
                    .isEqualTo("42hello2000");
            assertThat(frontend.run("%sh echo $COLOUR").stream("stdout")).contains("blue");
            assertThat(frontend.run("answer").result()).isEqualTo("42");
            var history = frontend.ask("history_request", Frontend.json("{\"n\": 100}"));
            assertThat(history.content().toString()).doesNotContain("greeting() {");
        }
    }

    @Test
    void a_mistake_in_a_start_up_file_is_told_with_file_and_line_and_the_cell_runs()
            throws IOException {
        Path one = settings.resolve("startup.jsh");
        Path two = folder.resolve("kiln-startup.jsh");
        Files.writeString(one, "int fine = 1;\nint wrong = true;\n");
        Files.writeString(two, "int alsoFine = 2;\n\n%nothing\n");
        var answer = run(Map.of(), "fine + alsoFine");
        assertThat(answer.result()).isEqualTo("3");
        assertThat(answer.stream("stderr"))
                .contains(one + ", line 2")
                .contains("int wrong = true;")
                .contains(two.toRealPath() + ", line 3");
    }

    @Test
    void a_start_up_file_that_everybody_can_write_is_not_run_nor_one_when_settings_are_off()
            throws IOException {
        Path file = folder.resolve("kiln-startup.jsh");
        Files.writeString(file, "System.out.println(\"run\"); throw new Error(\"made up\");");
        var off = run(Map.of("KILN_SETTINGS", "off", OPTIONS, "-Xmx301m"), HEAP);
        assertThat(off.result()).isEqualTo("600");
        assertThat(off.stream("stdout") + off.stream("stderr")).isEmpty();
        Files.setPosixFilePermissions(
                file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OTHERS_WRITE));
        var answer = run(Map.of(), "6 * 7");
        assertThat(answer.result()).isEqualTo("42");
        assertThat(answer.stream("stdout")).isEmpty();
        assertThat(answer.stream("stderr")).contains("chmod o-w " + file.toRealPath());
    }
}
