package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LifeTest {
    /// Ten times of what is promised: one second.
    private static final int AT_MOST_SECONDS = 10;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) { }",
                "while (true) { try { while (true) { } } catch (Throwable t) { } }",
                "while (true) { System.out.println(\"x\".repeat(1000)); }",
                "new Thread(() -> { while (true) { } }).start(); Thread.sleep(1_000_000);",
                "Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) { } })); while (true) { }",
                "%sh sleep 600",
                "new Scanner(System.in).nextLine()"
            })
    void a_kernel_ends_when_told_to_whatever_a_cell_does(String code)
            throws IOException, InterruptedException {
        endsWhile(code, false);
    }

    @Test
    void a_kernel_that_is_to_start_again_says_so_and_ends()
            throws IOException, InterruptedException {
        endsWhile("while (true) { }", true);
    }

    private static void endsWhile(String code, boolean restart)
            throws IOException, InterruptedException {
        try (RunningKernel kernel = RunningKernel.start();
                Frontend frontend = kernel.connect()) {
            String whole = code.startsWith("%") ? code : "display(\"running\");\n" + code;
            String cell =
                    frontend.send(
                            "execute_request", Frontend.code(whole, Map.of("allow_stdin", true)));
            frontend.next(
                    message ->
                            Frontend.isFor(cell, message)
                                    && message.type()
                                            .equals(
                                                    code.startsWith("%")
                                                            ? "execute_input"
                                                            : "display_data"));
            JsonObject request = new JsonObject();
            request.addProperty("restart", restart);
            JsonObject reply = frontend.askControl("shutdown_request", request).content();
            assertThat(reply.get("status").getAsString()).isEqualTo("ok");
            assertThat(reply.get("restart").getAsBoolean()).isEqualTo(restart);
            assertThat(kernel.endsWithin(AT_MOST_SECONDS)).isTrue();
        }
    }

    @Test
    void a_signal_interrupts_a_cell_and_the_kernel_lives_on()
            throws IOException, InterruptedException {
        try (RunningKernel kernel = RunningKernel.start();
                Frontend frontend = kernel.connect()) {
            String id = frontend.start("System.out.println(\"running\"); while (true) { }");
            frontend.next("stream");
            kernel.interruptBySignal();
            assertThat(frontend.answerTo(id).content().get("ename").getAsString())
                    .isEqualTo("Interrupted");
            assertThat(frontend.run("40 + 2").result()).isEqualTo("42");
        }
    }

    @Test
    void several_frontends_see_the_same_cells() throws IOException {
        try (RunningKernel kernel = RunningKernel.start();
                Frontend one = kernel.connect();
                Frontend two = kernel.connect()) {
            String id = one.start("6 * 7");
            one.answerTo(id);
            assertThat(Frontend.plain(two.next("execute_result"))).isEqualTo("42");
            assertThat(two.run("7 * 6").result()).isEqualTo("42");
        }
    }
}
