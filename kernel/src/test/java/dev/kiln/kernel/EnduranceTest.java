package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/// What a kernel has to live through: whatever happens, the next request is answered.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EnduranceTest extends AtOneKernel {
    private void theKernelAnswers() {
        assertThat(frontend.run("40 + 2").result()).isEqualTo("42");
    }

    private byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_wrong_signature_is_ignored() {
        frontend.sendRaw(
                List.of(
                        bytes("<IDS|MSG>"),
                        bytes("0000"),
                        bytes("{}"),
                        bytes("{}"),
                        bytes("{}"),
                        bytes("{}")));
        theKernelAnswers();
    }

    @Test
    void frames_that_are_no_message_are_ignored() {
        frontend.sendRaw(List.of(bytes("no delimiter")));
        frontend.sendRaw(List.of(bytes("<IDS|MSG>"), bytes("too"), bytes("short")));
        frontend.sendRaw(List.of(bytes("")));
        theKernelAnswers();
    }

    @Test
    void requests_of_unknown_kinds_and_odd_contents_are_survived() {
        frontend.send("no_such_request", Frontend.json("{}"));
        frontend.ask("complete_request", Frontend.json("{\"code\": 5, \"cursor_pos\": \"x\"}"));
        frontend.ask("inspect_request", Frontend.json("{}"));
        frontend.ask(
                "execute_request", Frontend.json("{\"code\": null, \"user_expressions\": []}"));
        theKernelAnswers();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) {}",
                "long spins = 0; for (;;) { spins++; }",
                "Thread.sleep(1_000_000);",
                "synchronized (System.out.getClass()) { System.out.getClass().wait(); }",
                "while (true) { try { Thread.sleep(1_000_000); } catch (InterruptedException e) { } }",
                "while (true) { try { while (true) { Math.sin(1); } } catch (Throwable t) { } }",
                "IntStream.range(0, 100).parallel().forEach(i -> { while (true) { Math.sin(i); } });",
                "int ackermann(int m, int n) { return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1)"
                        + " : ackermann(m - 1, ackermann(m, n - 1)); }\n"
                        + "while (true) { try { ackermann(4, 2); } catch (StackOverflowError e) { } }",
                "var spinner = new Thread(() -> { while (true) { } }); spinner.start(); spinner.join();"
            })
    void an_interrupt_stops_a_cell_that(String code) {
        String id = frontend.start("System.out.println(\"running\");\n" + code);
        frontend.next("stream");
        frontend.askControl("interrupt_request");
        assertThat(frontend.answerTo(id).content().get("ename").getAsString())
                .isEqualTo("Interrupted");
        var threads =
                frontend.run(
                        """
                Thread.getAllStackTraces().entrySet().stream()
                        .filter(e -> e.getKey() != Thread.currentThread())
                        .filter(e -> Arrays.stream(e.getValue()).anyMatch(f -> f.getClassName().startsWith("REPL.")))
                        .count()
                """);
        assertThat(threads.result()).isEqualTo("0");
    }

    @Test
    void an_interrupt_aborts_the_cells_that_wait() {
        String id = frontend.start("System.out.println(\"running\"); while (true) { }");
        String waits = frontend.start("5");
        frontend.next(message -> message.type().equals("stream") && Frontend.isFor(id, message));
        frontend.askControl("interrupt_request");
        frontend.answerTo(id);
        assertThat(frontend.answerTo(waits).status()).isEqualTo("aborted");
        theKernelAnswers();
    }

    @Test
    void an_interrupt_ends_the_wait_for_an_answer() {
        String id =
                frontend.send(
                        "execute_request",
                        Frontend.code(
                                "new Scanner(System.in).nextLine()",
                                java.util.Map.of("allow_stdin", true)));
        frontend.question();
        frontend.askControl("interrupt_request");
        assertThat(frontend.answerTo(id).status()).isEqualTo("error");
        theKernelAnswers();
    }

    @Test
    void an_interrupt_while_nothing_runs_changes_nothing() {
        assertThat(frontend.askControl("interrupt_request").status()).isEqualTo("ok");
        theKernelAnswers();
    }

    @Test
    void the_control_channel_and_the_heartbeat_answer_while_a_cell_runs() {
        String id = frontend.start("System.out.println(\"running\"); while (true) { }");
        frontend.next("stream");
        assertThat(frontend.askControl("kernel_info_request").status()).isEqualTo("ok");
        assertThat(frontend.beat(bytes("ping"))).isEqualTo(bytes("ping"));
        frontend.askControl("interrupt_request");
        frontend.answerTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int deep(int n) { return deep(n + 1) + 1; }\ndeep(0)",
                "new Object() { @Override public String toString() { return toString(); } }",
                "throw new OutOfMemoryError(\"made up\");",
                "throw new LinkageError(\"made up\");",
                "throw new ThreadDeath();",
                "class Bad { static int x = 1 / 0; }\nBad.x",
                "class Odd extends RuntimeException { public String getMessage() { throw this; } }\nthrow new Odd();",
                "var all = new ArrayList<long[]>(); while (true) { all.add(new long[10_000_000]); }"
            })
    void an_error_of_any_kind_ends_the_cell_alone(String code) {
        assertThat(frontend.run(code).status()).isEqualTo("error");
        frontend.run("all = null;");
        theKernelAnswers();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.exit(3);",
                "Runtime.getRuntime().halt(3);",
                "Runtime.getRuntime().exit(3);",
                "IntConsumer end = System::exit;\nend.accept(3);",
                "IntConsumer end = Runtime.getRuntime()::halt;\nend.accept(3);"
            })
    void a_cell_cannot_end_the_process(String code) {
        var answer = frontend.run(code);
        assertThat(answer.content().get("ename").getAsString()).isEqualTo("SystemExit");
        assertThat(answer.traceback()).contains("status 3");
        theKernelAnswers();
    }

    @Test
    void of_twenty_thousand_lines_none_is_lost_and_the_order_is_kept() {
        String expected =
                IntStream.range(0, 20_000).mapToObj(i -> i + "\n").reduce("", String::concat);
        assertThat(
                        frontend
                                .run("for (int i = 0; i < 20_000; i++) { System.out.println(i); }")
                                .stream("stdout"))
                .isEqualTo(expected);
    }

    @Test
    void ten_megabytes_arrive() {
        assertThat(frontend.run("System.out.print(\"x\".repeat(10_000_000));").stream("stdout"))
                .hasSize(10_000_000);
    }

    @Test
    void what_a_thread_shows_later_goes_to_the_cell_that_started_it() {
        String id =
                frontend.start(
                        """
                var mayGoOn = new CountDownLatch(1);
                String shownEarly = display("early");
                new Thread(() -> {
                    try { mayGoOn.await(); } catch (InterruptedException e) { return; }
                    System.out.println("late");
                    updateDisplay(shownEarly, "changed");
                }).start();
                """);
        frontend.answerTo(id);
        frontend.start("mayGoOn.countDown();");
        var late =
                frontend.next(
                        message ->
                                message.type().equals("stream")
                                        && message.text("text", "").equals("late\n"));
        assertThat(late.parent().get("msg_id").getAsString()).isEqualTo(id);
        var changed = frontend.next("update_display_data");
        assertThat(changed.parent().get("msg_id").getAsString()).isEqualTo(id);
    }

    @Test
    void lines_stay_whole_whatever_comes_between_them() {
        var answer =
                frontend.run(
                        """
                        var printer = new Thread(() -> {
                            for (int i = 0; i < 500; i++) {
                                System.out.println("text");
                                System.out.println(7);
                                System.out.println(7L);
                                System.out.println(0.5f);
                                System.out.println(0.5);
                                System.out.println(true);
                                System.out.println('x');
                                System.out.println(new char[] {'x', 'y'});
                                System.out.println((Object) null);
                                System.out.println((String) null);
                            }
                        });
                        printer.start();
                        while (printer.isAlive()) display("between");
                        printer.join();""");
        assertThat(answer.status()).isEqualTo("ok");
        var texts =
                answer.shown().stream()
                        .filter(message -> message.type().equals("stream"))
                        .map(message -> message.text("text", ""))
                        .toList();
        assertThat(texts).allMatch(text -> text.endsWith("\n"));
        assertThat(String.join("", texts))
                .isEqualTo("text\n7\n7\n0.5\n0.5\ntrue\nx\nxy\nnull\nnull\n".repeat(500));
    }

    @Test
    void values_that_nobody_can_reach_are_let_go() {
        for (int i = 0; i < 30; i++) {
            assertThat(frontend.run("var big = new long[12_000_000];\nbig.length").result())
                    .isEqualTo("12000000");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(
                            frontend.run(
                                            "new long[12_000_000].length == new byte[100_000_000].length")
                                    .status())
                    .isEqualTo("ok");
        }
        frontend.run("big = null;");
    }

    @Test
    void memory_goes_back_to_the_system_when_nothing_runs() {
        frontend.run(
                """
                var thrownAway = new byte[300_000_000];
                thrownAway = null;
                long held = Runtime.getRuntime().totalMemory();
                new Thread(() -> {
                    while (Runtime.getRuntime().totalMemory() > held - 200_000_000) {
                        java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                    }
                    System.out.println("given back");
                }).start();
                """);
        frontend.next(message -> message.text("text", "").equals("given back\n"));
    }
}
