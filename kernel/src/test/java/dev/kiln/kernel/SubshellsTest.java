package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Shells beside the main one answer while a cell runs there.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SubshellsTest extends AtOneKernel {
    /// Starts a cell that runs until it is interrupted, and waits until it does.
    private String loop() {
        String id =
                frontend.start(
                        "System.out.println(\"running\"); while (true) { Thread.onSpinWait(); }");
        said(id, "running");
        return id;
    }

    /// Waits until this cell, and no other, has printed this.
    private void said(String cell, String text) {
        frontend.next(
                message ->
                        Frontend.isFor(cell, message)
                                && message.type().equals("stream")
                                && message.text("text", "").contains(text));
    }

    /// Waits until this cell has displayed something.
    private void displayed(String cell) {
        frontend.next(
                message -> Frontend.isFor(cell, message) && message.type().equals("display_data"));
    }

    private void stop(String loop) {
        assertThat(frontend.askControl("interrupt_request").status()).isEqualTo("ok");
        assertThat(frontend.answerTo(loop).content().get("ename").getAsString())
                .isEqualTo("Interrupted");
    }

    private void delete(String subshell) {
        assertThat(frontend.askControl("delete_subshell_request", id(subshell)).status())
                .isEqualTo("ok");
    }

    private JsonObject id(String subshell) {
        JsonObject content = new JsonObject();
        content.addProperty("subshell_id", subshell);
        return content;
    }

    private Frontend.Answer run(String subshell, String code) {
        return frontend.askIn(subshell, "execute_request", Frontend.code(code, Map.of()));
    }

    private List<String> subshells() {
        return frontend
                .askControl("list_subshell_request")
                .content()
                .getAsJsonArray("subshell_id")
                .asList()
                .stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    @Test
    void subshells_are_announced() {
        assertThat(
                        frontend.ask("kernel_info_request", new JsonObject())
                                .content()
                                .getAsJsonArray("supported_features")
                                .toString())
                .isEqualTo("[\"kernel subshells\"]");
    }

    @Test
    void they_are_made_listed_and_deleted() {
        String one = frontend.subshell();
        String two = frontend.subshell();
        assertThat(subshells()).containsExactlyInAnyOrder(one, two);
        delete(one);
        assertThat(subshells()).containsExactly(two);
        delete(two);
        assertThat(subshells()).isEmpty();
    }

    @Test
    void what_is_sent_to_a_subshell_that_does_not_exist_is_answered_with_an_error() {
        var answer = run("nowhere", "1 + 1");
        assertThat(answer.status()).isEqualTo("error");
        assertThat(answer.content().get("evalue").getAsString())
                .contains("There is no subshell \"nowhere\".");
        assertThat(frontend.askControl("delete_subshell_request", id("nowhere")).status())
                .isEqualTo("error");
        assertThat(frontend.askControl("delete_subshell_request").status()).isEqualTo("error");
    }

    @Test
    void everything_that_needs_no_turn_is_answered_while_a_cell_runs() {
        frontend.run("int counted = 3;");
        String subshell = frontend.subshell();
        String loop = loop();
        JsonObject code = Frontend.code("Math.hypo", Map.of());
        assertThat(
                        frontend.askIn(subshell, "complete_request", code)
                                .content()
                                .get("matches")
                                .toString())
                .contains("hypot");
        JsonObject help = Frontend.code("Math.max", Map.of());
        help.addProperty("cursor_pos", 8);
        assertThat(
                        frontend.askIn(subshell, "inspect_request", help)
                                .content()
                                .get("found")
                                .getAsBoolean())
                .isTrue();
        assertThat(
                        frontend.askIn(
                                        subshell,
                                        "is_complete_request",
                                        Frontend.code("int i =", Map.of()))
                                .status())
                .isEqualTo("incomplete");
        for (String type : List.of("kernel_info_request", "history_request", "comm_info_request")) {
            assertThat(frontend.askIn(subshell, type, new JsonObject()).status()).isEqualTo("ok");
        }
        JsonObject comm = new JsonObject();
        comm.addProperty("comm_id", "c");
        comm.addProperty("target_name", "unknown");
        String opened = frontend.sendTo(subshell, "comm_open", comm);
        assertThat(
                        frontend.next(
                                        message ->
                                                Frontend.isFor(opened, message)
                                                        && message.type().equals("comm_close"))
                                .text("comm_id", ""))
                .isEqualTo("c");
        stop(loop);
        delete(subshell);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%who",
                "%history 1",
                "%env PATH",
                "%sh echo counted",
                "%help",
                "%kiln",
                "%fit?"
            })
    void a_magic_that_needs_no_Java_runs_beside_a_cell(String magic) {
        frontend.run("int counted = 3;");
        String subshell = frontend.subshell();
        String loop = loop();
        var answer = run(subshell, magic);
        assertThat(answer.status()).isEqualTo("ok");
        assertThat(answer.shown())
                .anyMatch(message -> message.type().matches("stream|execute_result|display_data"));
        assertThat(answer.stream("stderr")).isEmpty();
        stop(loop);
        delete(subshell);
    }

    @Test
    void a_mistake_in_a_magic_is_told_beside_a_cell_and_aborts_nothing_there() {
        String subshell = frontend.subshell();
        String loop = loop();
        String waits = frontend.start("6 * 7");
        assertThat(run(subshell, "%nothing").status()).isEqualTo("error");
        assertThat(run(subshell, "%sh exit 3").status()).isEqualTo("error");
        stop(loop);
        assertThat(frontend.answerTo(waits).status()).isEqualTo("aborted");
        assertThat(frontend.run("6 * 7").result()).isEqualTo("42");
        delete(subshell);
    }

    @Test
    void a_Java_cell_waits_for_the_running_one_and_says_so() {
        String subshell = frontend.subshell();
        String main =
                frontend.start(
                        "var gate = new java.util.concurrent.CountDownLatch(1); display(\"begun\"); gate.await(); int shared = 20;");
        displayed(main);
        String waits =
                frontend.sendTo(
                        subshell, "execute_request", Frontend.code("shared + 22", Map.of()));
        said(waits, "Waiting: another cell runs Java, and one runs at a time.\n");
        stop(main);
        // An interrupt stops the running cell and all that wait.
        assertThat(frontend.answerTo(waits).status()).isEqualTo("aborted");
        assertThat(run(subshell, "20 + 22").result()).isEqualTo("42");
        delete(subshell);
    }

    @Test
    void a_Java_cell_that_waited_runs_when_the_other_has_ended() throws IOException {
        String subshell = frontend.subshell();
        String main =
                frontend.start(
                        "display(\"begun\"); while (!new java.io.File(\"go-on\").exists()) Thread.onSpinWait(); int shared = 20;");
        displayed(main);
        String waits =
                frontend.sendTo(
                        subshell, "execute_request", Frontend.code("shared + 22", Map.of()));
        said(waits, "Waiting");
        assertThat(run(frontend.subshell(), "%sh touch go-on").status()).isEqualTo("ok");
        assertThat(frontend.answerTo(main).status()).isEqualTo("ok");
        assertThat(frontend.answerTo(waits).result()).isEqualTo("42");
        subshells().forEach(this::delete);
    }

    @Test
    void one_that_is_deleted_while_it_waits_aborts_its_cells_and_answers_the_rest() {
        String subshell = frontend.subshell();
        String loop = loop();
        String waits =
                frontend.sendTo(subshell, "execute_request", Frontend.code("1 + 1", Map.of()));
        String queued =
                frontend.sendTo(subshell, "execute_request", Frontend.code("%who", Map.of()));
        String info = frontend.sendTo(subshell, "kernel_info_request", new JsonObject());
        said(waits, "Waiting");
        delete(subshell);
        assertThat(frontend.answerTo(waits).status()).isEqualTo("aborted");
        // The control channel may overtake the shell channel: what arrives after the deletion finds
        // no subshell.
        assertThat(frontend.answerTo(queued).status()).isIn("aborted", "error");
        assertThat(frontend.answerTo(info).status()).isIn("ok", "error");
        assertThat(run(subshell, "1 + 1").status()).isEqualTo("error");
        stop(loop);
        assertThat(frontend.run("40 + 2").result()).isEqualTo("42");
    }

    @Test
    void an_interrupt_stops_what_runs_in_a_subshell() {
        String subshell = frontend.subshell();
        String command =
                frontend.sendTo(
                        subshell,
                        "execute_request",
                        Frontend.code("%sh echo begun; sleep 600", Map.of()));
        said(command, "begun");
        assertThat(frontend.run("40 + 2").result()).isEqualTo("42");
        frontend.askControl("interrupt_request");
        assertThat(frontend.answerTo(command).content().get("ename").getAsString())
                .isEqualTo("Interrupted");
        String java =
                frontend.sendTo(
                        subshell,
                        "execute_request",
                        Frontend.code("display(1); while (true) { }", Map.of()));
        displayed(java);
        stop(java);
        delete(subshell);
    }

    @Test
    void many_at_once_all_answer() {
        List<String> kept = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            kept.add(frontend.subshell());
            deleted.add(frontend.subshell());
        }
        List<String> asked = new ArrayList<>();
        List<String> askedOfDeleted = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 15; i++) {
                asked.addAll(askAll(kept.get(i)));
                askedOfDeleted.addAll(askAll(deleted.get(i)));
            }
            asked.add(frontend.start("2 + 2"));
        }
        deleted.forEach(this::delete);
        assertThat(asked).allSatisfy(id -> assertThat(status(id)).isEqualTo("ok"));
        assertThat(askedOfDeleted)
                .allSatisfy(id -> assertThat(status(id)).matches("ok|aborted|error"));
        assertThat(subshells()).containsExactlyInAnyOrderElementsOf(kept);
        kept.forEach(this::delete);
        assertThat(frontend.run("40 + 2").result()).isEqualTo("42");
    }

    private List<String> askAll(String subshell) {
        return List.of(
                frontend.sendTo(subshell, "execute_request", Frontend.code("%history 1", Map.of())),
                frontend.sendTo(subshell, "complete_request", Frontend.code("Math.ab", Map.of())),
                frontend.sendTo(subshell, "execute_request", Frontend.code("1 + 1", Map.of())));
    }

    private String status(String id) {
        return frontend.replyTo(id).text("status", "");
    }

    @Test
    void a_kernel_whose_subshells_are_busy_ends_when_told_to()
            throws IOException, InterruptedException {
        try (RunningKernel other = RunningKernel.start();
                Frontend its = other.connect()) {
            its.sendTo(its.subshell(), "execute_request", Frontend.code("%sh sleep 600", Map.of()));
            its.sendTo(
                    its.subshell(),
                    "execute_request",
                    Frontend.code("display(1); while (true) { }", Map.of()));
            its.next("display_data");
            its.start("1 + 1");
            assertThat(its.askControl("shutdown_request").status()).isEqualTo("ok");
            assertThat(other.endsWithin(30)).isTrue();
        }
    }
}
