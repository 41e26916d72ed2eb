package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/// Cells that ask the user.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InputTest extends AtOneKernel {
    private String ask(String code) {
        return frontend.send("execute_request", Frontend.code(code, Map.of("allow_stdin", true)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new Scanner(System.in).nextLine()",
                "new BufferedReader(new InputStreamReader(System.in)).readLine()",
                "System.in.read()",
                "System.in.readNBytes(3)",
                "IO.readln()",
                "readPassword(\"Word? \")",
                "readLine(\"Name? \")",
                "Stream.of(1, 2).parallel().map(i -> new Scanner(System.in).nextLine()).toList()"
            })
    void where_the_frontend_answers_nothing_the_error_says_so(String code) {
        var answer = frontend.run(code, Map.of("allow_stdin", false));
        assertThat(answer.status()).isEqualTo("error");
        assertThat(answer.traceback()).contains("the frontend allows no input");
    }

    @Test
    void several_lines_and_words_are_several_questions_at_most() {
        String cell =
                ask(
                        "var in = new Scanner(System.in); int sum = in.nextInt() + in.nextInt(); in.nextLine(); sum + in.nextLine()");
        frontend.question();
        frontend.answer("40 2");
        frontend.question();
        frontend.answer("ü 😀");
        assertThat(frontend.answerTo(cell).result()).isEqualTo("42ü 😀");
    }

    @Test
    void a_question_names_its_cell_and_says_whether_the_answer_is_hidden() {
        String cell = ask("System.in.read()");
        var question = frontend.question();
        assertThat(question.type()).isEqualTo("input_request");
        assertThat(question.parent().get("msg_id").getAsString()).isEqualTo(cell);
        assertThat(question.content().get("password").getAsBoolean()).isFalse();
        frontend.answer("A");
        assertThat(frontend.answerTo(cell).result()).isEqualTo("65");
    }

    @Test
    void what_a_cell_leaves_unread_is_not_the_answer_to_the_next_one() {
        String one = ask("System.in.read()");
        frontend.question();
        frontend.answer("left over");
        frontend.answerTo(one);
        String two = ask("new Scanner(System.in).nextLine()");
        frontend.question();
        frontend.answer("asked");
        assertThat(frontend.answerTo(two).result()).isEqualTo("asked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new Scanner(System.in).nextLine()",
                "System.in.read()",
                "while (true) { try { System.in.read(); } catch (Throwable t) { } }"
            })
    void an_interrupt_ends_the_wait_and_a_late_answer_is_nobodys(String code) {
        String waits = ask(code);
        frontend.question();
        frontend.askControl("interrupt_request");
        assertThat(frontend.answerTo(waits).content().get("ename").getAsString())
                .isEqualTo("Interrupted");
        frontend.answer("too late");
        String next = ask("new Scanner(System.in).nextLine()");
        frontend.question();
        frontend.answer("in time");
        assertThat(frontend.answerTo(next).result()).isEqualTo("in time");
    }
}
