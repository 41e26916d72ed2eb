package dev.kiln.magics.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MessagesTest {
    private static final String FILE = "messages.txt";

    /// `-Dkiln.messages=write` writes the answers as they are now, to be looked at.
    private static final boolean IS_WRITTEN = "write".equals(System.getProperty("kiln.messages"));

    private static final StringBuilder WRITTEN = new StringBuilder();

    @TempDir Path folder;

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
        int number = 0;
        for (Script cured : Cure.of(script, answer)) {
            String left = cured.answer(Files.createDirectory(folder.resolve("cured" + number++)));
            assertThat(left)
                    .as(String.join("\n", cured.cells()))
                    .doesNotContain("KilnError", script.code());
        }
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
