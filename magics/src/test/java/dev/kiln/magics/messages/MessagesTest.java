package dev.kiln.magics.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MessagesTest {
    private static final String FILE = "messages.txt";

    /// `-Dkiln.messages=write` writes the answers as they are now, to be looked at.
    private static final boolean IS_WRITTEN = "write".equals(System.getProperty("kiln.messages"));

    /// Bytes of a message.
    private static final int LARGEST = 800;

    private static final StringBuilder WRITTEN = new StringBuilder();

    /// Codes that no cell can provoke, with the test that does and what it looks for.
    private static final Map<String, List<String>> ELSEWHERE =
            Map.ofEntries(
                    elsewhere("E129", "java/dev/kiln/data/FloatArrayTest.java", "E129: "),
                    elsewhere("E148", "java/dev/kiln/fit/OwnStepTest.java", "E148: "),
                    elsewhere("E151", "java/dev/kiln/fit/StepMemoryTest.java", "E151: "),
                    elsewhere("E194", "java/dev/kiln/saving/OwnNamesTest.java", "E194: "),
                    elsewhere("E195", "java/dev/kiln/fit/OwnStepTest.java", "E195: "),
                    elsewhere("E196", "java/dev/kiln/saving/KilledFitTest.java", "E196: "),
                    elsewhere("E197", "java/dev/kiln/saving/onnx/OpenLengthsTest.java", "E197: "),
                    elsewhere("E213", "java/dev/kiln/fit/SuitabilityTest.java", "E213: "),
                    elsewhere("N209", "java/dev/kiln/checks/FindingsTest.java", "N209: "),
                    elsewhere(
                            "W196",
                            "java/dev/kiln/saving/KilledFitTest.java",
                            "the last backup cannot be used"),
                    elsewhere("W197", "java/dev/kiln/saving/ResumedFitTest.java", "W197"),
                    elsewhere("W229", "resources/dev/kiln/mistakes/answers.txt", "note W229: "),
                    elsewhere("W236", "java/dev/kiln/fit/TransferTest.java", "W236"));

    private static final Pattern NAMES_A_LINE =
            Pattern.compile("[Tt]ype: |the model with: |Keep one: |Like this: ");
    private static final Pattern CODE = Pattern.compile("\"([EWN]\\d{3})\"");

    @TempDir Path folder;

    private static Map.Entry<String, List<String>> elsewhere(
            String code, String file, String text) {
        return Map.entry(code, List.of("../training/src/test/" + file, text));
    }

    static List<Script> scripts() throws IOException {
        try (var file = MessagesTest.class.getResourceAsStream(FILE)) {
            return Script.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void what_is_wrong_is_said_word_for_word_and_the_line_to_type_cures_it(Script script)
            throws IOException {
        String answer = script.answer(Files.createDirectory(folder.resolve("first")));
        if (IS_WRITTEN) {
            WRITTEN.append(script.written(answer));
        } else {
            assertThat(answer).as(script.title()).isEqualTo(script.expected());
        }
        assertThat(answer).contains(script.code());
        assertThat(answer.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(LARGEST);
        var cures = Cure.of(script, answer);
        if (NAMES_A_LINE.matcher(answer).find()) {
            assertThat(cures).as("ways out of: " + answer).isNotEmpty();
        }
        int number = 0;
        for (Script cured : cures) {
            String left = cured.answer(Files.createDirectory(folder.resolve("cured" + number++)));
            assertThat(left)
                    .as(String.join("\n", cured.cells()))
                    .doesNotContain("KilnError", script.code());
        }
    }

    /// Set-ups that a fit looks at before its first step.
    static List<Script> setUps() throws IOException {
        var course = Set.of("E221", "E222", "W221", "W222", "W223", "W224", "W225", "W228", "W229");
        return scripts().stream()
                .filter(script -> script.code().matches("[EW]2[012]\\d"))
                .filter(script -> !course.contains(script.code()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("setUps")
    void a_fit_from_Java_is_checked_as_well_and_answered_in_Java(Script script) throws Exception {
        assertThat(script.codesFromJava(folder)).as(script.title()).contains(script.code());
    }

    @Test
    void every_code_in_the_source_is_provoked_by_a_script_or_by_a_test() throws IOException {
        var known = new TreeSet<String>();
        scripts().forEach(script -> known.add(script.code()));
        for (var entry : ELSEWHERE.entrySet()) {
            String test = Files.readString(Path.of(entry.getValue().get(0)));
            assertThat(test).as(entry.getKey()).contains(entry.getValue().get(1));
            known.add(entry.getKey());
        }
        var codes = new TreeSet<String>();
        for (String module : List.of("training", "magics", "kernel")) {
            try (var files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    CODE.matcher(Files.readString(file))
                            .results()
                            .forEach(found -> codes.add(found.group(1)));
                }
            }
        }
        assertThat(codes).hasSizeGreaterThan(90).isSubsetOf(known);
    }

    @AfterAll
    static void write() throws IOException {
        if (IS_WRITTEN && Script.read(WRITTEN.toString()).size() == scripts().size()) {
            Files.writeString(
                    Path.of(
                            "src/test/resources",
                            MessagesTest.class.getPackageName().replace('.', '/'),
                            FILE),
                    WRITTEN.toString());
        }
    }
}
