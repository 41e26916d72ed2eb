package dev.kiln.kernel.java;

import com.sun.source.util.JavacTask;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Asks javac's parser what a piece of source could be. Nothing is compiled.
final class Syntax {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private Syntax() {}

    /// Whether the source can stand in a method's body.
    static boolean isStatement(String source) {
        return parses("class X { void x() throws Throwable {\n" + source + "\n} }");
    }

    /// Whether the source can stand anywhere at all: as a statement, a member, an expression or an import.
    static boolean isJava(String source) {
        String expression = source.strip().replaceFirst(";$", "");
        return isStatement(source)
                || isStatement(source + ";")
                || parses("class X {\n" + source + "\n}")
                || parses("class X { Object x = (\n" + expression + "\n); }")
                || parses(source);
    }

    /// The first `char` from an offset on that is neither blank nor part of a comment.
    static int skipBlank(String source, int from) {
        int at = from;
        while (at < source.length()) {
            if (Character.isWhitespace(source.charAt(at))) {
                at++;
            } else if (source.startsWith("//", at)) {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (source.startsWith("/*", at)) {
                int end = source.indexOf("*/", at + 2);
                if (end < 0) {
                    return at;
                }
                at = end + 2;
            } else {
                return at;
            }
        }
        return at;
    }

    private static boolean parses(String unit) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///X.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return unit;
                    }
                };
        JavacTask task =
                (JavacTask)
                        COMPILER.getTask(
                                null, null, problems, List.of("-proc:none"), null, List.of(file));
        try {
            task.parse();
        } catch (IOException | IllegalStateException unreadable) {
            return false;
        }
        return problems.getDiagnostics().stream()
                .noneMatch(problem -> problem.getKind() == Diagnostic.Kind.ERROR);
    }
}
