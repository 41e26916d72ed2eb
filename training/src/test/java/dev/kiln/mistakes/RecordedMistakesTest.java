package dev.kiln.mistakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.catalog.UserError;
import dev.kiln.events.TrainingEvent;
import dev.kiln.golden.Golden;
import dev.kiln.model.FitOptions;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every mistake that was tried with Keras is made with Kiln; `answers.txt` has what Kiln says, whole.
///
/// A refusal is the error's text; what is accepted says so, with what came of it and the notes that were given.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RecordedMistakesTest {
    private static final Map<String, Attempt> ATTEMPTS = attempts();
    private static final Map<String, String> ANSWERS = answers();

    static Map<String, Attempt> attempts() {
        var attempts = new LinkedHashMap<String, Attempt>();
        Stream.of(
                        ShapeMistakes.all(),
                        WordMistakes.all(),
                        LabelMistakes.all(),
                        FitMistakes.all(),
                        DataMistakes.all())
                .forEach(attempts::putAll);
        return attempts;
    }

    /// By the mistake's id, which stands behind `==`.
    private static Map<String, String> answers() {
        var answers = new LinkedHashMap<String, String>();
        try (InputStream stream = RecordedMistakesTest.class.getResourceAsStream("answers.txt")) {
            String text =
                    new String(
                            Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            for (String row : text.split("(?m)^== ")) {
                int end = row.indexOf('\n');
                if (end > 0 && !row.startsWith("#")) {
                    answers.put(row.substring(0, end), row.substring(end + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return answers;
    }

    @TestFactory
    Stream<DynamicTest> each_is_answered_in_the_users_words_before_training_or_means_something() {
        return Golden.tests(
                "errors",
                (record, _, _) -> {
                    String id = record.get("id").getAsString();
                    assertThat(ATTEMPTS).as("a way to make this mistake").containsKey(id);
                    assertThat(ANSWERS).as("the answer to this mistake").containsKey(id);
                    assertThat(answer(Objects.requireNonNull(ATTEMPTS.get(id))))
                            .isEqualTo(ANSWERS.get(id));
                });
    }

    @Test
    void no_answer_is_without_its_recorded_mistake() {
        assertThat(ANSWERS.keySet()).containsExactlyInAnyOrderElementsOf(ATTEMPTS.keySet());
    }

    static String answer(Attempt attempt) throws AssertionError {
        List<TrainingEvent> events = new ArrayList<>();
        var fit = new FitOptions(1).withShuffle(false).withWatcher(events::add);
        try {
            Object result = attempt.make(fit);
            String word = attempt instanceof JavaSource ? "javac: " : "accepted: ";
            return word + result + notes(events);
        } catch (UserError refused) {
            return Objects.requireNonNull(refused.getMessage())
                    + (events.stream().anyMatch(TrainingEvent.Started.class::isInstance)
                            ? "\n(after training began)"
                            : "");
        } catch (Exception fault) {
            throw new AssertionError("no answer of ours", fault);
        }
    }

    private static String notes(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Warned.class::isInstance)
                .map(TrainingEvent.Warned.class::cast)
                .map(
                        note ->
                                ("\nnote "
                                                + note.code()
                                                + ": "
                                                + note.problem()
                                                + "\n  "
                                                + note.remedy())
                                        .stripTrailing())
                .collect(Collectors.joining());
    }
}
