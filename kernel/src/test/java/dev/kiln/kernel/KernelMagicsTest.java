package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.tools.ToolProvider;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelMagicsTest {
    private RunningKernel kernel;
    private Frontend frontend;

    @BeforeAll
    void start() throws IOException {
        Path home = Files.createTempDirectory("kiln-home");
        kernel =
                RunningKernel.start(
                        "-Duser.home=" + home, "-Dmaven.repo.local=" + home.resolve("repository"));
        frontend = kernel.connect();
    }

    @AfterAll
    void end() {
        frontend.close();
        kernel.close();
    }

    /// A jar with one class, whose method `text()` answers with a text.
    private Path jar(String name, String className, String text) throws IOException {
        Path folder = Files.createDirectories(kernel.folder().resolve("jar-" + name));
        String simple = className.substring(className.lastIndexOf('.') + 1);
        Path source = folder.resolve(simple + ".java");
        Files.writeString(
                source,
                "package "
                        + className.substring(0, className.lastIndexOf('.'))
                        + "; public class "
                        + simple
                        + " { public static String text() { return \""
                        + text
                        + "\"; } }");
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.toString(), source.toString());
        assertThat(status).isZero();
        Path jar = kernel.folder().resolve(name + ".jar");
        String entry = className.replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(Files.readAllBytes(folder.resolve(entry)));
        }
        return jar;
    }

    @Test
    void a_jar_on_the_class_path_can_be_used() throws IOException {
        jar("greeting", "greetings.Greeting", "hello");
        assertThat(frontend.run("%classpath greeting.jar\ngreetings.Greeting.text()").result())
                .isEqualTo("hello");
        assertThat(frontend.run("%classpath").stream("stdout")).contains("greeting.jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.google.gson.Gson",
                "com.google.common.base.Joiner",
                "org.slf4j.LoggerFactory",
                "com.fasterxml.jackson.core.JsonFactory"
            })
    void a_cells_version_of_a_library_wins_over_that_of_the_kernel(String className)
            throws IOException {
        String jar = "own-" + className;
        jar(jar, className, "mine");
        String simple = className.substring(className.lastIndexOf('.') + 1);
        assertThat(
                        frontend.run(
                                        "%jars "
                                                + jar
                                                + ".jar\nimport "
                                                + className
                                                + ";\n"
                                                + simple
                                                + ".text()")
                                .result())
                .isEqualTo("mine");
        assertThat(frontend.run("%classpath").status()).isEqualTo("ok");
    }

    @Test
    void a_library_is_found_in_a_repository_with_what_it_needs() throws IOException {
        Path repository = kernel.folder().resolve("repository");
        publish(repository, "one", "1.0", "made.One", dependency("two", "2.0"));
        publish(repository, "two", "2.0", "made.Two", "");
        var answer =
                frontend.run(
                        "%maven made:one:1.0 repo="
                                + repository.toUri()
                                + "\nmade.One.text() + made.Two.text()");
        assertThat(answer.result()).isEqualTo("onetwo");
        assertThat(Frontend.plain(answer.of("update_display_data").getLast())).contains("2 jars");
    }

    @Test
    void something_needed_can_be_left_out() throws IOException {
        Path repository = kernel.folder().resolve("repository2");
        publish(repository, "three", "1.0", "made.Three", dependency("four", "2.0"));
        publish(repository, "four", "2.0", "made.Four", "");
        var answer =
                frontend.run("%maven made:three:1.0 exclude=made:four repo=" + repository.toUri());
        assertThat(Frontend.plain(answer.of("update_display_data").getLast())).contains("1 jar");
    }

    @Test
    void a_bill_of_materials_says_versions() throws IOException {
        Path repository = kernel.folder().resolve("repository3");
        publish(repository, "five", "3.1", "made.Five", "");
        writePom(
                repository,
                "bom",
                "1.0",
                "pom",
                "<dependencyManagement>" + dependency("five", "3.1") + "</dependencyManagement>");
        assertThat(
                        frontend.run(
                                        "%maven made:five bom=made:bom:1.0 repo="
                                                + repository.toUri()
                                                + "\nmade.Five.text()")
                                .result())
                .isEqualTo("five");
    }

    @Test
    void the_dependencies_of_a_project_file_are_added() throws IOException {
        Path repository = kernel.folder().resolve("repository4");
        publish(repository, "six", "1.0", "made.Six", "");
        frontend.run("%mavenRepo local " + repository.toUri());
        assertThat(frontend.run("%%loadFromPOM\n" + dependency("six", "1.0")).status())
                .isEqualTo("ok");
        assertThat(frontend.run("made.Six.text()").result()).isEqualTo("six");
    }

    @Test
    void a_library_that_does_not_exist_is_named() {
        var answer = frontend.run("%maven made:nowhere:1.0");
        assertThat(answer.content().get("evalue").getAsString()).contains("nowhere");
        assertThat(answer.traceback()).doesNotContain("\tat ", "  at ");
    }

    private static String dependency(String artifact, String version) {
        return "<dependencies><dependency><groupId>made</groupId><artifactId>"
                + artifact
                + "</artifactId><version>"
                + version
                + "</version></dependency></dependencies>";
    }

    private void publish(
            Path repository, String artifact, String version, String className, String more)
            throws IOException {
        Path folder = writePom(repository, artifact, version, "jar", more);
        Path jar = jar(artifact + "-" + version, className, artifact);
        Files.copy(jar, folder.resolve(artifact + "-" + version + ".jar"));
    }

    private static Path writePom(
            Path repository, String artifact, String version, String packaging, String more)
            throws IOException {
        Path folder =
                Files.createDirectories(
                        repository.resolve("made").resolve(artifact).resolve(version));
        Files.writeString(
                folder.resolve(artifact + "-" + version + ".pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>made</groupId><artifactId>"
                        + artifact
                        + "</artifactId><version>"
                        + version
                        + "</version><packaging>"
                        + packaging
                        + "</packaging>"
                        + more
                        + "</project>");
        return folder;
    }

    @Test
    void a_cell_is_written_to_a_file_and_run_from_it() {
        assertThat(
                        frontend
                                .run(
                                        "%%writefile lesson.jshell\nint taught = 12;\nint twice(int x) { return 2 * x; }")
                                .stream("stdout"))
                .isEqualTo("Wrote lesson.jshell\n");
        assertThat(frontend.run("%load lesson.jshell\ntwice(taught)").result()).isEqualTo("24");
    }

    @Test
    void the_cells_of_a_notebook_are_run() throws IOException {
        Files.writeString(
                kernel.folder().resolve("other.ipynb"),
                "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": \"text\"},"
                        + "{\"cell_type\": \"code\", \"source\": [\"int fromNotebook = 5;\\n\", \"fromNotebook++;\"]}]}");
        assertThat(frontend.run("%load other.ipynb\nfromNotebook").result()).isEqualTo("6");
    }

    @Test
    void time_says_how_long_and_gives_the_value() {
        var answer = frontend.run("%time 6 * 7");
        assertThat(answer.result()).isEqualTo("42");
        assertThat(answer.stream("stdout")).contains("CPU time: ", "wall time: ");
        assertThat(frontend.run("%%time\nint timed = 3;\ntimed * 2").result()).isEqualTo("6");
    }

    @Test
    void commands_of_the_shell_print_into_the_cell() {
        var answer = frontend.run("%sh echo \"two  blanks\" | tr a-z A-Z; echo problem >&2");
        assertThat(answer.stream("stdout")).isEqualTo("TWO  BLANKS\n");
        assertThat(answer.stream("stderr")).isEqualTo("problem\n");
        assertThat(frontend.run("%%sh\ni=1\nexit 3").content().get("evalue").getAsString())
                .contains("status 3");
    }

    @Test
    void the_environment_of_commands_can_be_changed() {
        frontend.run("%env KILN_TEST=a value");
        assertThat(frontend.run("%sh echo $KILN_TEST").stream("stdout")).isEqualTo("a value\n");
        assertThat(frontend.run("%env KILN_TEST").result()).isEqualTo("a value");
    }

    @Test
    void what_a_child_process_prints_is_shown() {
        var answer =
                frontend.run(
                        "new ProcessBuilder(\"echo\", \"from the child\").inheritIO().start().waitFor()");
        assertThat(answer.stream("stdout")).isEqualTo("from the child\n");
        assertThat(answer.result()).isEqualTo("0");
    }

    @Test
    void variables_are_listed_and_forgotten() {
        frontend.run("String listed = \"a text\";");
        assertThat(frontend.run("%who").stream("stdout")).containsPattern("listed +String +a text");
        frontend.run("%reset");
        assertThat(frontend.run("listed").status()).isEqualTo("error");
        assertThat(frontend.run("List.of(1)").result()).isEqualTo("[1]");
    }

    @Test
    void a_name_that_is_forgotten_means_the_library_again() {
        frontend.run("class ArrayDeque { }");
        frontend.run("%reset");
        assertThat(frontend.run("new ArrayDeque<Integer>().size()").result()).isEqualTo("0");
    }

    @Test
    void parameters_take_the_declared_types_and_others_are_declared() {
        frontend.run(
                "double rate = 0; long steps = 0; List<Double> rates = List.of(); Map<String, Long> counts = Map.of();"
                        + " boolean fast = false; int[][] table = {}; Integer none = 3; char letter = 'a'; float half = 0;");
        var set =
                frontend.run(
                        "%parameters {\"rate\": 2, \"steps\": 7, \"rates\": [1, 0.5], \"counts\": {\"a\": 3}, \"fast\": \"true\","
                                + " \"table\": [[1, 2], [3]], \"none\": null, \"letter\": \"z\", \"half\": 0.5,"
                                + " \"fresh\": 12345678901, \"said\": \"a \\\"b\\\" \\\\ 😀 ${x}\"}");
        assertThat(set.status()).isEqualTo("ok");
        assertThat(
                        frontend.run(
                                        "List.of(rate / 4, steps, rates, counts, fast, table[1][0], String.valueOf(none), letter, half, fresh).toString()")
                                .result())
                .isEqualTo("[0.5, 7, [1.0, 0.5], {a=3}, true, 3, null, z, 0.5, 12345678901]");
        assertThat(frontend.run("said.equals(\"a \\\"b\\\" \\\\ 😀 ${x}\")").result())
                .isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%parameters",
                "%parameters [1]",
                "%parameters {\"rate\":",
                "%parameters {\"a b\": 1}",
                "%parameters {\"System.exit(1);x\": 1}"
            })
    void parameters_that_are_none_are_refused(String magic) {
        assertThat(frontend.run(magic).content().get("ename").getAsString()).isEqualTo("KilnError");
    }

    @Test
    void the_history_is_printed() {
        frontend.run("int printedLater = 1;");
        assertThat(frontend.run("%history 2").stream("stdout")).contains("int printedLater = 1;");
    }

    @Test
    void the_names_of_magics_are_completed() {
        assertThat(frontend.complete("%classp")).contains("%classpath");
        assertThat(frontend.complete("%%writ")).contains("%%writefile");
    }

    @Test
    void the_result_of_a_magic_is_a_variable() {
        assertThat(frontend.run("var answered = %time 6 * 7\nanswered + 1").result())
                .isEqualTo("43");
    }
}
