package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.IOException;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LifeTest {
    @Test
    void a_kernel_ends_when_told_to_while_a_cell_loops() throws IOException, InterruptedException {
        try (RunningKernel kernel = RunningKernel.start();
                Frontend frontend = kernel.connect()) {
            frontend.start("System.out.println(\"running\"); while (true) { }");
            frontend.next("stream");
            assertThat(frontend.askControl("shutdown_request").status()).isEqualTo("ok");
            assertThat(kernel.endsWithin(30)).isTrue();
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
