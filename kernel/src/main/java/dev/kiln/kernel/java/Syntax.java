package dev.kiln.kernel.java;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Asks javac's parser what a piece of source could be. Nothing is compiled.
final class Syntax {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private static final Pattern RECORD = Pattern.compile("\\brecord\\b");
    private static final Set<Modifier> ACCESS =
            Set.of(Modifier.PUBLIC, Modifier.PROTECTED, Modifier.PRIVATE);

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

    /// Where the constructors begin that a record declares without saying who may call them.
    static List<Integer> recordConstructors(String source) {
        if (!RECORD.matcher(source).find()) {
            return List.of();
        }
        JavacTask task = task(source, new DiagnosticCollector<>());
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<Integer> found = new ArrayList<>();
        for (CompilationUnitTree unit : parsed(task)) {
            for (Tree type : unit.getTypeDecls()) {
                if (type.getKind() != Tree.Kind.RECORD) {
                    continue;
                }
                for (Tree member : ((ClassTree) type).getMembers()) {
                    if (member instanceof MethodTree method
                            && method.getName().contentEquals("<init>")
                            && Collections.disjoint(method.getModifiers().getFlags(), ACCESS)) {
                        found.add((int) positions.getStartPosition(unit, method));
                    }
                }
            }
        }
        return found;
    }

    /// Where a comment begins that has no end.
    static OptionalInt openComment(String source) {
        if (!source.contains("/*")) {
            return OptionalInt.empty();
        }
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        parsed(task(source, problems));
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getCode().equals("compiler.err.unclosed.comment"))
                .mapToInt(problem -> (int) problem.getStartPosition())
                .findFirst();
    }

    private static boolean parses(String unit) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        return !parsed(task(unit, problems)).isEmpty()
                && problems.getDiagnostics().stream()
                        .noneMatch(problem -> problem.getKind() == Diagnostic.Kind.ERROR);
    }

    private static JavacTask task(String unit, DiagnosticCollector<JavaFileObject> problems) {
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///X.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return unit;
                    }
                };
        return (JavacTask)
                COMPILER.getTask(null, null, problems, List.of("-proc:none"), null, List.of(file));
    }

    /// The units that the parser made, none where it gave up.
    private static List<CompilationUnitTree> parsed(JavacTask task) {
        List<CompilationUnitTree> units = new ArrayList<>();
        try {
            task.parse().forEach(units::add);
        } catch (IOException | IllegalStateException unreadable) {
            return List.of();
        }
        return units;
    }
}
