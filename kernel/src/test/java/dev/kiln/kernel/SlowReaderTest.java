package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;

import dev.kiln.kernel.wire.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Somebody subscribes to the output and does not read: what is printed waits, in little memory, and nothing else does.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlowReaderTest {
    private static final String PRINTS_UNTIL_IT_HAS_TO_WAIT =
            """
            volatile long printed = 0;
            var printer = new Thread(() -> {
                while (printed < ALL_OF_IT) { System.out.print("x".repeat(1000)); printed += 1000; }
                System.out.println("all of it");
            });
            printer.start();
            long before = -1;
            while (before != printed) { before = printed; Thread.sleep(300); }
            """;

    private static final int MORE_THAN_MAY_WAIT = 60_000_000;
    private static final int MORE_THAN_THE_HEAP = 300_000_000;

    private RunningKernel kernel;
    private Frontend frontend;
    private ZContext context;
    private ZMQ.Socket reader;

    @BeforeEach
    void start() throws IOException {
        kernel = RunningKernel.start("-Xmx128m");
        frontend = kernel.connect();
        context = new ZContext();
        context.setLinger(0);
        reader = context.createSocket(SocketType.SUB);
        reader.setRcvHWM(1);
        reader.subscribe("");
        reader.connect(Frontend.address(kernel.connection(), "iopub_port"));
        reader.recv();
    }

    @AfterEach
    void end() {
        context.close();
        frontend.close();
        kernel.close();
    }

    private static String printing(int characters) {
        return PRINTS_UNTIL_IT_HAS_TO_WAIT.replace("ALL_OF_IT", Integer.toString(characters));
    }

    private long printed() {
        JsonObject content =
                Frontend.json("{\"code\": \"\", \"user_expressions\": {\"printed\": \"printed\"}}");
        return frontend.replyTo(frontend.send("execute_request", content))
                .content()
                .getAsJsonObject("user_expressions")
                .getAsJsonObject("printed")
                .getAsJsonObject("data")
                .get("text/plain")
                .getAsLong();
    }

    @Test
    void what_is_printed_waits_while_requests_are_answered_and_nothing_is_lost()
            throws IOException {
        printsAndWaits(MORE_THAN_MAY_WAIT);
    }

    @Test
    @Tag("exhaustive")
    void more_than_the_memory_holds_can_be_printed() throws IOException {
        printsAndWaits(MORE_THAN_THE_HEAP);
    }

    private void printsAndWaits(int characters) throws IOException {
        String id = frontend.start(printing(characters));
        assertThat(frontend.replyTo(id).text("status", "")).isEqualTo("ok");
        assertThat(printed()).isLessThan(MORE_THAN_MAY_WAIT / 2);
        assertThat(frontend.replyOfControl("kernel_info_request").text("status", ""))
                .isEqualTo("ok");
        assertThat(interrupted("while (true) { System.out.print(\"y\".repeat(1000)); }"))
                .isEqualTo("error");

        context.close();
        long arrived = 0;
        String text = "";
        while (!text.endsWith("all of it\n")) {
            text = frontend.next(message -> isTextOf(id, message)).text("text", "");
            arrived += text.length();
        }
        assertThat(arrived).isEqualTo(characters + "all of it\n".length());
    }

    /// Runs a cell, which says that it runs where output cannot be seen, and interrupts it.
    private String interrupted(String code) throws IOException {
        try (ServerSocket started = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String id =
                    frontend.start(
                            "new java.net.Socket(\"127.0.0.1\", %d).close();\n%s"
                                    .formatted(started.getLocalPort(), code));
            started.accept().close();
            frontend.replyOfControl("interrupt_request");
            return frontend.replyTo(id).text("status", "");
        }
    }

    private static boolean isTextOf(String id, WireMessage message) {
        return message.type().equals("stream")
                && message.parent().get("msg_id").getAsString().equals(id);
    }

    @Test
    @Tag("exhaustive")
    void a_reader_that_never_reads_holds_up_the_others_for_a_while_only() {
        frontend.start(printing(MORE_THAN_MAY_WAIT));
        frontend.next(message -> message.text("text", "").endsWith("all of it\n"));
        assertThat(frontend.run("40 + 2").result()).isEqualTo("42");
    }
}
