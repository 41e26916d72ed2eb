package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Frames that no frontend would send, with the right key and without it: the next request is answered.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HostileFramesTest {
    private static final String SECRET = "correct-horse-battery";
    private static RunningKernel kernel;
    private static Frontend frontend;

    @BeforeAll
    static void start() throws IOException {
        kernel =
                RunningKernel.startIn(
                        Files.createTempDirectory("kiln-kernel-test"),
                        Map.of("DATABASE_PASSWORD", SECRET, RunningKernel.KEY, "the-key-itself"));
        frontend = kernel.connect();
    }

    @AfterAll
    static void end() throws IOException {
        String log = kernel.printed();
        frontend.close();
        kernel.close();
        assertThat(log).doesNotContain(SECRET, "the-key-itself");
    }

    @AfterEach
    void the_kernel_answers() {
        // A cell that fails aborts those that have arrived by then.
        frontend.ask("kernel_info_request", new JsonObject());
        assertThat(frontend.run("40 + 2").result()).isEqualTo("42");
        assertThat(frontend.askControl("kernel_info_request").status()).isEqualTo("ok");
        assertThat(frontend.beat(new byte[] {7})).isEqualTo(new byte[] {7});
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(String type) {
        return "{\"msg_id\":\"m\",\"msg_type\":\""
                + type
                + "\",\"session\":\"s\",\"username\":\"u\"}";
    }

    @Test
    void a_cell_of_a_hundred_megabytes_is_answered() {
        String code = "//" + "x".repeat(100_000_000) + "\n40 + 2";
        JsonObject content = Frontend.code(code, Map.of("silent", true));
        assertThat(frontend.ask("execute_request", content).status()).isIn("ok", "error");
    }

    @Test
    void a_hundred_megabytes_that_are_no_message_are_ignored() {
        frontend.sendRaw(List.of(new byte[100_000_000]));
        frontend.sendRaw(
                List.of(
                        bytes("<IDS|MSG>"),
                        bytes("00"),
                        bytes("{}"),
                        bytes("{}"),
                        bytes("{}"),
                        new byte[100_000_000]));
    }

    @Test
    void ten_thousand_frames_are_ignored() {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            frames.add(bytes("x"));
        }
        frontend.sendRaw(frames);
    }

    @Test
    void nesting_of_a_hundred_thousand_levels_is_ignored_wherever_it_stands() throws Exception {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String header = header("execute_request");
        frontend.sendSigned(deep, "{}", "{}", "{}");
        frontend.sendSigned(header, deep, "{}", "{\"code\":\"1\"}");
        frontend.sendSigned(header, "{}", deep, "{\"code\":\"1\"}");
        frontend.sendSigned(header, "{}", "{}", deep);
        String almost = "{\"code\":\"1\",\"a\":" + "[".repeat(900) + "]".repeat(900) + "}";
        frontend.sendSigned(header, almost, almost, almost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "3",
                "{\"msg_type\":null}",
                "{\"msg_type\":{}}",
                "{\"msg_type\":\"\"}",
                "{\"msg_type\":\"execute_reply\",\"msg_id\":[]}",
                "{\"msg_type\":\"execute_request\",\"msg_id\":{}}",
                "{\"msg_type\":\"shutdown_reply\"}",
                "{\"msg_type\":\"input_reply\",\"msg_id\":5}",
                "{\"msg_type\":\"comm_msg\",\"subshell_id\":[1]}",
                "{\"msg_type\":\"execute_request\",\"subshell_id\":\"nowhere\"}"
            })
    void a_header_of_another_shape_is_survived(String header) throws Exception {
        for (String content :
                List.of("{}", "[]", "null", "{\"code\":[],\"comm_id\":7,\"data\":3}")) {
            frontend.sendSigned(header, "{}", "{}", content);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "execute_request",
                "complete_request",
                "inspect_request",
                "is_complete_request",
                "history_request",
                "comm_info_request",
                "kernel_info_request",
                "interrupt_request",
                "comm_open",
                "comm_msg",
                "comm_close",
                "create_subshell_request",
                "list_subshell_request",
                "debug_request",
                "usage_request"
            })
    void contents_of_other_shapes_are_survived(String type) throws Exception {
        for (String content :
                List.of(
                        "{}",
                        "{\"code\":{},\"cursor_pos\":{},\"silent\":5,\"user_expressions\":{\"a\":[]}}",
                        "{\"code\":\"1\",\"cursor_pos\":1e400,\"detail_level\":\"x\",\"n\":1e400,\"session\":-1e9}",
                        "{\"code\":\"1\",\"cursor_pos\":-7,\"hist_access_type\":[],\"pattern\":{},\"n\":\"\"}",
                        "{\"comm_id\":null,\"target_name\":[],\"data\":[]}",
                        "{\"comm_id\":\"\",\"target_name\":\"\",\"data\":{}}")) {
            frontend.sendSigned(header(type), "{}", "{}", content);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D\uDE00.",
                "\uD83D",
                "\uDE00\uD83D",
                "var s = \"\uD83D\uDE00\"; s.le",
                "%fit \uD83D\uDE00",
                "%\uD83D",
                "\u0000\u0001",
                "\uFEFF1 + 1"
            })
    void a_cursor_anywhere_in_odd_text_is_answered(String code) {
        for (String type : List.of("complete_request", "inspect_request")) {
            for (int cursor = -1; cursor <= code.length() + 1; cursor++) {
                assertThat(frontend.at(type, code, cursor).status()).isEqualTo("ok");
            }
            assertThat(frontend.at(type, code, Integer.MAX_VALUE).status()).isEqualTo("ok");
            assertThat(frontend.at(type, code, Integer.MIN_VALUE).status()).isEqualTo("ok");
        }
        assertThat(frontend.at("is_complete_request", code, 0).status())
                .isIn("complete", "incomplete", "invalid", "unknown");
        frontend.run(code);
    }

    @Test
    void strangers_who_speak_another_language_are_survived_on_every_port() throws IOException {
        Random random = new Random(7);
        for (String channel : List.of("shell", "iopub", "stdin", "control", "hb")) {
            int port = kernel.connection().get(channel + "_port").getAsInt();
            byte[] noise = new byte[100_000];
            random.nextBytes(noise);
            say(port, noise);
            say(port, bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            say(port, new byte[0]);
        }
    }

    /// The greeting of ZMTP 3, https://rfc.zeromq.org/spec/23, then a frame that declares more than there is memory.
    @ParameterizedTest
    @ValueSource(longs = {200_000_000L, 2_000_000_000L, Long.MAX_VALUE, -1})
    void a_stranger_who_announces_a_frame_larger_than_the_memory_is_survived(long size)
            throws IOException {
        for (String channel : List.of("shell", "iopub", "stdin", "control", "hb")) {
            for (int times = 0; times < 3; times++) {
                var talk = ByteBuffer.allocate(200);
                talk.put((byte) 0xff).putLong(1).put((byte) 0x7f).put((byte) 3).put((byte) 0);
                talk.put(Arrays.copyOf(bytes("NULL"), 20)).put(new byte[32]);
                byte[] ready = bytes("\u0005READY\u000bSocket-Type\u0000\u0000\u0000\u0006DEALER");
                talk.put((byte) 4).put((byte) ready.length).put(ready);
                talk.put((byte) 2).putLong(size).put(new byte[20]);
                say(
                        kernel.connection().get(channel + "_port").getAsInt(),
                        Arrays.copyOf(talk.array(), talk.position()));
            }
        }
    }

    private static void say(int port, byte[] noise) throws IOException {
        try (Socket stranger = new Socket("127.0.0.1", port)) {
            stranger.setSoTimeout(20);
            OutputStream out = stranger.getOutputStream();
            out.write(noise);
            out.flush();
            stranger.getInputStream().readNBytes(64);
        } catch (SocketException | SocketTimeoutException hungUp) {
            // Either is a sound answer to a stranger.
            assertThat(hungUp).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%nothing",
                "%sh exit 3",
                "%load nowhere.java",
                "%maven no:such:1 repo=http://someone:correct-horse-battery@127.0.0.1:1/",
                "throw new IllegalStateException();",
                "new ProcessBuilder(\"no-such-program\").start();",
                "int x = ;"
            })
    void errors_hold_nothing_of_the_environment_nor_passwords(String code) {
        var answer = frontend.run(code, Map.of("store_history", false));
        assertThat(answer.status()).isEqualTo("error");
        String all =
                answer.content().toString()
                        + answer.shown().stream()
                                .filter(message -> !message.type().equals("execute_input"))
                                .map(message -> message.content().toString())
                                .toList();
        assertThat(all).doesNotContain(SECRET, "the-key-itself", "DATABASE_PASSWORD");
    }

    @Test
    void without_a_key_messages_are_taken_unsigned() throws IOException {
        try (RunningKernel open =
                        RunningKernel.startIn(
                                Files.createTempDirectory("kiln-kernel-test"),
                                Map.of(RunningKernel.KEY, ""));
                Frontend its = open.connect()) {
            assertThat(its.run("40 + 2").result()).isEqualTo("42");
        }
    }
}
