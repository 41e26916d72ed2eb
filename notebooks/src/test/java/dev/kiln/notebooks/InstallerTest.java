package dev.kiln.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What `install.sh` decides before it builds anything.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InstallerTest {

    private static final Path INSTALLER = Jupyter.ROOT.resolve("installer");
    private static final String AVX512 = "avx512f avx512cd avx512bw avx512dq avx512vl";
    private static final String AVX2 = "avx2 fma bmi1 bmi2";

    @TempDir private Path home;

    private ChildProcess bash(String script) {
        var environment =
                Map.of("HOME", home.toString(), "JAVA_HOME", "", "JDK_HOME", "", "SDKMAN_DIR", "");
        return ChildProcess.run(
                List.of("bash", "-euc", script), INSTALLER, environment, Duration.ofMinutes(1));
    }

    private List<String> extensions(String platform, String flags) {
        var script =
                ". ./native.sh; processor_flags() { echo '%s'; }; nd4j_extensions %s"
                        .formatted(flags, platform);
        return bash(script).printed().lines().toList();
    }

    private void jdk(Path folder, String version, int answer) throws IOException {
        var programs = Files.createDirectories(folder.resolve("bin"));
        for (String name : List.of("java", "javac")) {
            Files.writeString(programs.resolve(name), "#!/bin/sh\nexit " + answer + "\n");
            Files.setPosixFilePermissions(
                    programs.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(
                folder.resolve("release"),
                "IMPLEMENTOR=\"test\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    }

    /// The JDKs found in the home folder alone, by name.
    private List<String> jdksAtHome() {
        var script = "real_path() { readlink -f \"$1\"; }; . ./java.sh; usable_jdks";
        return bash(script)
                .printed()
                .lines()
                .filter(found -> found.contains(home.getFileName().toString()))
                .map(found -> Path.of(found).getFileName().toString())
                .toList();
    }

    @Test
    void a_processor_with_avx512_tries_its_libraries_first() {
        assertThat(extensions("linux-x86_64", "sse " + AVX512 + " " + AVX2))
                .containsExactly("-onednn-avx512", "-onednn-avx2", "plain");
    }

    @Test
    void a_processor_that_lacks_one_part_of_avx512_never_sees_them() {
        assertThat(extensions("linux-x86_64", "avx512f avx512cd " + AVX2))
                .containsExactly("-onednn-avx2", "plain");
    }

    @Test
    void an_old_processor_gets_the_plain_libraries() {
        assertThat(extensions("linux-x86_64", "sse sse2 avx")).containsExactly("plain");
    }

    @Test
    void arm_has_one_kind_of_libraries() {
        assertThat(extensions("linux-arm64", "")).containsExactly("plain");
        assertThat(extensions("macosx-arm64", "")).containsExactly("plain");
    }

    @Test
    void java_25_is_taken_before_newer_ones_and_older_ones_never() throws IOException {
        jdk(home.resolve(".jdks/newest"), "27-ea", 0);
        jdk(home.resolve(".jdks/newer"), "26.0.1", 0);
        jdk(home.resolve(".jdks/older"), "21.0.4", 0);
        jdk(home.resolve(".sdkman/candidates/java/25.0.3-tem"), "25.0.3", 0);
        assertThat(jdksAtHome()).containsExactly("25.0.3-tem", "newer", "newest");
    }

    @Test
    void a_jdk_that_does_not_run_here_is_passed_over() throws IOException {
        jdk(home.resolve(".jdks/for-another-machine"), "25", 126);
        jdk(home.resolve("Library/Java/JavaVirtualMachines/mac-25.jdk/Contents/Home"), "25.0.1", 0);
        assertThat(jdksAtHome()).containsExactly("Home");
    }

    @Test
    void a_java_without_a_compiler_is_no_jdk() throws IOException {
        jdk(home.resolve(".jdks/runtime-25"), "25", 0);
        Files.delete(home.resolve(".jdks/runtime-25/bin/javac"));
        assertThat(jdksAtHome()).isEmpty();
    }

    @Test
    void a_missing_jdk_is_answered_with_two_lines() {
        assertThat(
                        bash("real_path() { readlink -f \"$1\"; }; . ./java.sh; how_to_get_a_jdk")
                                .printed()
                                .lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("Kiln needs a JDK 25"))
                .anyMatch(line -> line.contains("./install.sh again"));
    }

    @Test
    void an_unknown_option_is_answered_with_the_line_to_type() {
        var answer = bash("../install.sh --labs");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.printed())
                .isEqualTo("There is no option --labs.\nType: ./install.sh --help\n");
    }

    @Test
    void help_names_every_option() {
        assertThat(bash("../install.sh --help").printed())
                .contains(
                        "--lab",
                        "--check",
                        "--user",
                        "--sys-prefix",
                        "--prefix DIR",
                        "--uninstall",
                        "--help");
    }

    @Test
    void uninstalling_where_nothing_is_does_no_harm() {
        var answer = bash("../install.sh --uninstall --prefix \"$HOME/nowhere\"");
        assertThat(answer.printed()).startsWith("removed   nothing");
        assertThat(answer.status()).isZero();
    }
}
