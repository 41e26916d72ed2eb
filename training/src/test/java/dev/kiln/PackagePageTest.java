package dev.kiln;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The package page's examples are compiled and run, line by line as they stand.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PackagePageTest {
    private static final Path PAGE = Path.of("src/main/java/dev/kiln/package-info.java");
    private static final Pattern EXAMPLE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final String IMPORTS =
            Stream.of(
                            "dev.kiln.callbacks",
                            "dev.kiln.data",
                            "dev.kiln.events",
                            "dev.kiln.layers",
                            "dev.kiln.model",
                            "dev.kiln.optimizers",
                            "java.nio.file",
                            "java.util",
                            "java.util.function")
                    .map(room -> "import " + room + ".*;\n")
                    .collect(
                            Collectors.joining(
                                    "",
                                    "",
                                    """
                                    import dev.kiln.graph.Tensor;
                                    import dev.kiln.initializers.Constant;
                                    import dev.kiln.losses.Loss;
                                    import dev.kiln.metrics.Metric;
                                    import dev.kiln.metrics.State;
                                    import dev.kiln.schedules.Schedule;
                                    import dev.kiln.tensor.Shape;
                                    import org.nd4j.linalg.factory.Nd4j;
                                    import tech.tablesaw.api.DoubleColumn;
                                    import tech.tablesaw.api.StringColumn;
                                    import tech.tablesaw.api.Table;
                                    """));

    static List<String> examples() throws IOException {
        String text =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("///"))
                        .map(line -> line.substring(Math.min(4, line.length())))
                        .collect(Collectors.joining("\n"));
        return EXAMPLE.matcher(text).results().map(found -> found.group(1)).toList();
    }

    @Test
    void no_example_is_longer_than_ten_lines() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(4);
        assertThat(examples()).allSatisfy(code -> assertThat(code.lines().count()).isLessThan(11));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_compiles_and_runs(String code, @TempDir Path folder) throws Exception {
        var source =
                new SimpleJavaFileObject(
                        URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return IMPORTS
                                + "public class Example { public static void run() throws Exception {\n"
                                + code
                                + "}}";
                    }
                };
        var said = new DiagnosticCollector<JavaFileObject>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled =
                compiler.getTask(
                                null,
                                null,
                                said,
                                List.of(
                                        "-proc:none",
                                        "-classpath",
                                        System.getProperty("java.class.path"),
                                        "-d",
                                        folder.toString()),
                                null,
                                List.of(source))
                        .call();
        assertThat(compiled).as("%s", said.getDiagnostics()).isTrue();
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass("Example").getMethod("run").invoke(null);
        }
    }
}
