package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// With which words the script of the kernel's folder starts Java. In place of Java stands a program that writes its
/// words down, one a line, and refuses `-Wrong`.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StartScriptTest {
    private static final String STAND_IN =
            """
            #!/bin/sh
            for word in "$@"; do
                if [ "$word" = -Wrong ]; then echo "Unrecognized option: -Wrong"; exit 1; fi
            done
            for word in "$@"; do
                if [ "$word" = -version ]; then echo checked >>"$CHECKS"; exit 0; fi
            done
            printf '<%s>\\n' "$@"
            """;

    @TempDir Path folder;
    private Path settings;
    private Path java;

    @BeforeEach
    void prepare() throws IOException {
        settings = Files.createDirectories(folder.resolve("data with blank").resolve("kiln"));
        java = Files.writeString(folder.resolve("java"), STAND_IN);
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private List<String> start(Map<String, String> environment) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "/bin/sh",
                        "src/main/kernelspec/start.sh",
                        java.toString(),
                        "-XX:+UseG1GC",
                        "-Ours",
                        "--",
                        "-jar",
                        "kernel.jar",
                        "a file.json");
        builder.environment().remove("KILN_JAVA_OPTIONS");
        builder.environment().put("JUPYTER_DATA_DIR", settings.getParent().toString());
        builder.environment().put("CHECKS", folder.resolve("checks").toString());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return List.of(said.strip().split("(?<=>)\\n"));
    }

    private List<String> startWith(String options) throws Exception {
        return start(Map.of("KILN_JAVA_OPTIONS", options));
    }

    private void store(String options) throws IOException {
        Files.writeString(settings.resolve("jvm-options"), options);
    }

    /// As a kernel does that answers.
    private void answered() throws IOException {
        Files.move(settings.resolve("jvm-options.trial"), settings.resolve("jvm-options.good"));
    }

    @Test
    void without_options_Java_is_started_as_it_stands() throws Exception {
        List<String> asItStands =
                List.of("<-XX:+UseG1GC>", "<-Ours>", "<-jar>", "<kernel.jar>", "<a file.json>");
        assertThat(start(Map.of())).isEqualTo(asItStands);
        assertThat(startWith(" ")).isEqualTo(asItStands);
        store("\n");
        assertThat(start(Map.of())).isEqualTo(asItStands);
        store("-Xmx1g");
        assertThat(start(Map.of("KILN_SETTINGS", "off", "KILN_JAVA_OPTIONS", "-Xmx2g")))
                .isEqualTo(asItStands);
        assertThat(folder.resolve("checks")).doesNotExist();
    }

    @Test
    void the_users_options_follow_ours_those_of_the_environment_last() throws Exception {
        store("-Done=in two words\n-Xmx1g\n");
        assertThat(startWith("-Xmx2g"))
                .containsSubsequence(
                        "<-XX:+UseG1GC>",
                        "<-Ours>",
                        "<-Done=in two words>",
                        "<-Xmx1g>",
                        "<-Xmx2g>",
                        "<-jar>")
                .contains("<-Dkiln.options=-Done=in two words\n-Xmx1g\n-Xmx2g>");
    }

    @Test
    void words_are_split_at_blanks_and_kept_together_by_quotes_and_nothing_is_expanded()
            throws Exception {
        assertThat(startWith("-Da='two  words' \"-Db=c d\" -De=$HOME`date`$(date)* \\'"))
                .contains("<-Da=two  words>", "<-Db=c d>", "<-De=$HOME`date`$(date)*>", "<'>");
    }

    @Test
    void a_collector_takes_the_place_of_the_usual_one() throws Exception {
        assertThat(startWith("-XX:+UseZGC"))
                .contains("<-XX:+UseZGC>")
                .doesNotContain("<-XX:+UseG1GC>");
        assertThat(startWith("-XX:+UseStringDeduplication")).contains("<-XX:+UseG1GC>");
    }

    @Test
    void options_that_Java_refuses_are_left_out_and_the_kernel_is_told() throws Exception {
        store("-Xmx1g\n");
        assertThat(startWith("-Wrong"))
                .contains("<-XX:+UseG1GC>", "<-Dkiln.options.refused=Unrecognized option: -Wrong>")
                .doesNotContain("<-Wrong>", "<-Xmx1g>");
        assertThat(startWith("'-Dopen=1"))
                .contains(
                        "<-Dkiln.options.refused=a quote in KILN_JAVA_OPTIONS is not closed: '-Dopen=1>");
    }

    @Test
    void options_with_which_a_kernel_ended_before_it_answered_are_tried_once() throws Exception {
        assertThat(startWith("-Deadly")).contains("<-Deadly>");
        assertThat(startWith("-Deadly"))
                .doesNotContain("<-Deadly>")
                .contains("<-Dkiln.options.refused=with them the kernel ended before it answered>");
        assertThat(startWith("-Dother")).contains("<-Dother>");
    }

    @Test
    void options_with_which_a_kernel_answered_are_not_checked_again() throws Exception {
        startWith("-Dfine");
        answered();
        assertThat(startWith("-Dfine")).contains("<-Dfine>");
        assertThat(startWith("-Dfine")).contains("<-Dfine>");
        assertThat(folder.resolve("checks")).hasContent("checked");
    }

    @Test
    void a_folder_that_cannot_be_written_to_is_no_hindrance() throws Exception {
        Path nowhere = Files.writeString(folder.resolve("a-file"), "");
        assertThat(
                        start(
                                Map.of(
                                        "JUPYTER_DATA_DIR",
                                        nowhere.toString(),
                                        "KILN_JAVA_OPTIONS",
                                        "-Dfine")))
                .contains("<-Dfine>");
    }
}
