package dev.kiln.magics.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A check that cries wolf is worse than none: set-ups that are right train without a word.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RightSetUpsTest {
    @TempDir Path folder;

    static List<Script> scripts() throws IOException {
        try (var file = RightSetUpsTest.class.getResourceAsStream("right.txt")) {
            return Script.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void what_is_right_trains_and_is_checked_without_a_word(Script script) throws Exception {
        assertThat(script.everything(folder)).as(script.title()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void what_is_right_trains_from_Java_without_a_word(Script script) throws Exception {
        assertThat(script.codesFromJava(folder)).as(script.title()).isEmpty();
    }
}
