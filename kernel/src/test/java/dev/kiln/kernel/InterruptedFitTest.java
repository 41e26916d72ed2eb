package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/// The first interrupt of a fit is its orderly end; the second is a real stop.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InterruptedFitTest extends AtOneKernel {
    @BeforeAll
    void compile() {
        compileModel();
    }

    /// Starts a cell and waits until it has shown something, as a fit does when it begins.
    private String started(String code) {
        String cell = frontend.start(code);
        frontend.next(
                message -> Frontend.isFor(cell, message) && message.type().equals("display_data"));
        return cell;
    }

    @Test
    void the_first_ends_the_cell_well_keeps_what_was_learned_and_aborts_nothing() {
        String fit = frontend.start("%%fit epochs=1000000\nif (epoch == 3) display(\"third\");");
        frontend.next(
                message ->
                        Frontend.isFor(fit, message)
                                && message.content().toString().contains("\"third\""));
        String waits = frontend.start("40 + 2");
        assertThat(frontend.askControl("interrupt_request").status()).isEqualTo("ok");
        var ended = frontend.answerTo(fit);
        assertThat(ended.status()).as(ended.content().toString()).isEqualTo("ok");
        assertThat(frontend.answerTo(waits).result()).isEqualTo("42");
        assertThat(frontend.run("history.epochs().size() >= 3").result()).isEqualTo("true");
        assertThat(frontend.run("%evaluate").status()).isEqualTo("ok");
    }

    @Test
    void a_fit_that_begins_soon_after_an_interrupted_one_has_its_own_first_interrupt() {
        for (int times = 0; times < 2; times++) {
            String fit = started("%fit epochs=1000000");
            frontend.askControl("interrupt_request");
            assertThat(frontend.answerTo(fit).status()).isEqualTo("ok");
        }
    }

    @Test
    void the_second_is_a_real_stop_and_aborts_the_queue() {
        // The Java below the fit holds it up, so that its orderly end does not come before the
        // second interrupt.
        String fit =
                frontend.start(
                        "%%fit epochs=1000000\ndisplay(\"held up\"); while (true) { Thread.onSpinWait(); }");
        frontend.next(
                message ->
                        Frontend.isFor(fit, message)
                                && message.content().toString().contains("held up"));
        String waits = frontend.start("40 + 2");
        frontend.askControl("interrupt_request");
        frontend.askControl("interrupt_request");
        assertThat(frontend.answerTo(fit).status()).isEqualTo("error");
        assertThat(frontend.answerTo(waits).status()).isEqualTo("aborted");
        assertThat(frontend.run("40 + 2").result()).isEqualTo("42");
        assertThat(frontend.run("%fit epochs=2").status()).isEqualTo("ok");
    }

    @Test
    void a_signal_ends_a_fit_as_a_message_does() throws IOException, InterruptedException {
        String fit = started("%fit epochs=1000000");
        kernel.interruptBySignal();
        assertThat(frontend.answerTo(fit).status()).isEqualTo("ok");
    }
}
