import com.google.googlejavaformat.java.Main;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs google-java-format over every Java source of the given folders.
///
/// `FormatSources check FOLDER…` names the files that are not formatted and fails; `FormatSources apply FOLDER…`
/// formats them. Documentation comments stay as their authors broke them: the formatter would refill Markdown tables.
/// So do long strings: the formatter's breaks in them are not its own idea of formatted.
public final class FormatSources {

    private FormatSources() {}

    public static void main(String[] arguments) throws Exception {
        boolean check = arguments[0].equals("check");
        var options =
                new ArrayList<>(
                        List.of(
                                "--aosp",
                                "--skip-javadoc-formatting",
                                "--skip-reflowing-long-strings"));
        options.addAll(
                check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
        for (String folder : List.of(arguments).subList(1, arguments.length)) {
            options.addAll(sources(Path.of(folder)));
        }
        var out = new PrintWriter(System.out, true);
        int status =
                new Main(out, new PrintWriter(System.err, true), System.in)
                        .format(options.toArray(String[]::new));
        if (check && status != 0) {
            out.println("The files above are not formatted. Type: mvn -N process-sources -Pformat");
        }
        out.flush();
        System.exit(status);
    }

    private static List<String> sources(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
