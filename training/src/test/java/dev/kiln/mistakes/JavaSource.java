package dev.kiln.mistakes;

import dev.kiln.model.FitOptions;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A mistake that is no Java: the compiler answers it, in the editor already.
///
/// @param expression what is written
record JavaSource(String expression) implements Attempt {
    /// What the compiler says, one message a line.
    @Override
    public Object make(FitOptions options) {
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        var found = new DiagnosticCollector<JavaFileObject>();
        String source =
                "import dev.kiln.model.*; import dev.kiln.callbacks.*; import java.util.*; class Cell { Object cell = "
                        + expression
                        + "; }";
        var cell =
                new SimpleJavaFileObject(
                        URI.create("string:///Cell.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        compiler.getTask(
                        null,
                        null,
                        found,
                        List.of("-proc:none", "-implicit:none"),
                        null,
                        List.of(cell))
                .call();
        return found.getDiagnostics().stream()
                .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                .map(message -> message.getMessage(Locale.ENGLISH).lines().findFirst().orElse(""))
                .collect(Collectors.joining("\n"));
    }
}
