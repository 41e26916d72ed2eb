package dev.kiln.saving.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Programs compiled in memory, all in one go.
final class CompiledPrograms extends ClassLoader {
    private final Map<String, byte[]> classes = new HashMap<>();

    /// @param sources text by class name
    static CompiledPrograms of(Map<String, String> sources) {
        var programs = new CompiledPrograms();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new DiagnosticCollector<JavaFileObject>();
        List<? extends JavaFileObject> files =
                sources.entrySet().stream()
                        .map(entry -> source(entry.getKey(), entry.getValue()))
                        .toList();
        compiler.getTask(
                        null,
                        programs.files(compiler.getStandardFileManager(null, null, null)),
                        problems,
                        List.of("--release", "17"),
                        null,
                        files)
                .call();
        assertThat(problems.getDiagnostics()).isEmpty();
        return programs;
    }

    float[][] predict(String name, float[][] inputs) throws ReflectiveOperationException {
        Method method = loadClass(name).getMethod("predict", float[][].class);
        return (float[][]) method.invoke(null, (Object) inputs);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(
                URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private JavaFileManager files(JavaFileManager files) {
        return new ForwardingJavaFileManager<>(files) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("memory:///" + name + ".class"), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return new ByteArrayOutputStream() {
                            @Override
                            public void close() {
                                classes.put(name, toByteArray());
                            }
                        };
                    }
                };
            }
        };
    }
}
