package dev.kiln.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.dflib.jjava.jupyter.Extension;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/// Kiln among the kernels of its line: their extensions work in it, and its magics work in stock JJava 1.0a8.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OtherKernelsTest {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @TempDir Path folder;

    /// A Python with JJava's wheel in it.
    private static PythonEnvironment withJJava() {
        Path notebooks = Jupyter.ROOT.resolve("notebooks");
        return PythonEnvironment.with(
                Jupyter.ROOT.resolve("installer/requirements.txt"),
                notebooks.resolve("requirements.txt"),
                notebooks.resolve("jjava-requirements.txt"));
    }

    private static Path stockJJava() {
        return withJJava()
                .python()
                .getParent()
                .resolveSibling("share/jupyter/kernels/java/jjava.jar");
    }

    @Test
    void the_first_lesson_runs_in_stock_JJava() throws IOException {
        JsonObject lesson =
                JsonParser.parseString(
                                Files.readString(
                                        Jupyter.ROOT.resolve("notebooks/01-first-fit.ipynb")))
                        .getAsJsonObject();
        var spec = new JsonObject();
        spec.addProperty("name", "java");
        spec.addProperty("display_name", "Java (jjava)");
        lesson.getAsJsonObject("metadata").add("kernelspec", spec);
        Path given = Files.writeString(folder.resolve("lesson.ipynb"), lesson.toString());
        Path executed = folder.resolve("executed.ipynb");

        var result =
                ChildProcess.run(
                        List.of(
                                withJJava().python().toString(),
                                Jupyter.ROOT.resolve("installer/check.py").toString(),
                                given.toString(),
                                executed.toString()),
                        folder,
                        environmentOfJJava(),
                        LONGEST);

        assertThat(result.status()).as(result.printed()).isZero();
        String outputs = Files.readString(executed);
        assertThat(outputs.split("as a guest in another Java kernel", -1))
                .as("the note, once")
                .hasSize(2);
        assertThat(outputs).contains("data:image/svg+xml", "macro", "Next: %predict");
    }

    /// The magics' jar and all that it needs on JJava's class path, this JDK in front of any other.
    private Map<String, String> environmentOfJJava() throws IOException {
        var environment = new HashMap<String, String>();
        environment.put(
                "PATH",
                Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        environment.put("JUPYTER_DATA_DIR", folder.resolve("data").toString());
        environment.put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
        environment.put("JUPYTER_CONFIG_DIR", folder.resolve("config").toString());
        Path jars = Jupyter.ROOT.resolve("notebooks/target/kernels/kiln/lib");
        try (Stream<Path> files = Files.list(jars)) {
            environment.put(
                    "JJAVA_CLASSPATH",
                    files.filter(
                                    file ->
                                            !file.getFileName()
                                                    .toString()
                                                    .matches("(kiln-kernel|jjava-jupyter)-.*"))
                            .map(Path::toString)
                            .sorted()
                            .collect(Collectors.joining(File.pathSeparator)));
        }
        return environment;
    }

    @Test
    void an_extension_for_jjava_jupyter_1_0_a6_works() throws IOException {
        assertWorks(extension(placeOf(Extension.class)));
    }

    @Test
    void an_extension_for_JJava_1_0a8_works() throws IOException {
        assertWorks(extension(stockJJava()));
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The sample extension, compiled against a version of the line's API, as a jar.
    private Path extension(Path api) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        boolean isCompiled;
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            isCompiled =
                    compiler.getTask(
                                    new PrintWriter(messages),
                                    files,
                                    null,
                                    List.of(
                                            "-d",
                                            classes.toString(),
                                            "-classpath",
                                            api + File.pathSeparator + placeOf(Gson.class)),
                                    null,
                                    files.getJavaFileObjects(
                                            Path.of("src/test/resources/extension/Stamps.java")))
                            .call();
        }
        assertThat(isCompiled).as(messages.toString()).isTrue();
        Path jar = folder.resolve("stamps.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
            out.putNextEntry(new JarEntry("META-INF/services/org.dflib.jjava.jupyter.Extension"));
            out.write("example.Stamps".getBytes());
        }
        return jar;
    }

    private void assertWorks(Path jar) throws IOException {
        var outputs =
                run(
                        "%classpath " + jar,
                        "%stamp a \"b c\" d",
                        "%%stamps\nthe body\n",
                        "new example.Stamps.Stamp(\"drawn\")");

        assertThat(outputs.get(0)).isEmpty();
        assertThat(text(outputs.get(1), "text/plain")).containsExactly("words [a, b c, d]");
        assertThat(text(outputs.get(2), "text/plain")).containsExactly("then the body", "42");
        assertThat(text(outputs.get(3), "text/html")).containsExactly("<b>drawn</b>");
    }

    /// Runs cells in the kernel just built.
    ///
    /// @return each cell's outputs
    private List<JsonArray> run(String... cells) throws IOException {
        var notebook = new JsonObject();
        var list = new JsonArray();
        for (String source : cells) {
            var cell = new JsonObject();
            cell.addProperty("id", "cell" + list.size());
            cell.addProperty("cell_type", "code");
            cell.addProperty("source", source);
            cell.add("metadata", new JsonObject());
            cell.add("outputs", new JsonArray());
            cell.add("execution_count", null);
            list.add(cell);
        }
        notebook.add("cells", list);
        notebook.add(
                "metadata",
                JsonParser.parseString(
                        "{\"kernelspec\": {\"name\": \"kiln\", \"display_name\": \"Kiln\"}}"));
        notebook.addProperty("nbformat", 4);
        notebook.addProperty("nbformat_minor", 5);
        Path given = Files.writeString(folder.resolve("given.ipynb"), notebook.toString());
        Path executed = folder.resolve("executed.ipynb");
        var result =
                Jupyter.withBuiltKernel()
                        .run("installer/check.py", List.of(given.toString(), executed.toString()));
        assertThat(executed).as(result.printed()).exists();
        var outputs = new ArrayList<JsonArray>();
        for (JsonElement cell :
                JsonParser.parseString(Files.readString(executed))
                        .getAsJsonObject()
                        .getAsJsonArray("cells")) {
            outputs.add(cell.getAsJsonObject().getAsJsonArray("outputs"));
        }
        return outputs;
    }

    private static List<String> text(JsonArray outputs, String type) {
        return outputs.asList().stream()
                .map(
                        output -> {
                            JsonElement text =
                                    output.getAsJsonObject().getAsJsonObject("data").get(type);
                            return text.isJsonArray()
                                    ? text.getAsJsonArray().asList().stream()
                                            .map(JsonElement::getAsString)
                                            .collect(Collectors.joining())
                                    : text.getAsString();
                        })
                .toList();
    }
}
