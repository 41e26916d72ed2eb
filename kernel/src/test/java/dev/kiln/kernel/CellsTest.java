package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.joining;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CellsTest extends AtOneKernel {
    @Test
    void the_last_expression_is_shown() {
        assertThat(frontend.run("int six = 6;\nsix * 7").result()).isEqualTo("42");
    }

    @Test
    void a_call_that_is_closed_as_a_statement_shows_nothing() {
        assertThat(
                        frontend.run("var list = new ArrayList<Integer>();\nlist.add(5);")
                                .of("execute_result"))
                .isEmpty();
    }

    @Test
    void arrays_maps_and_nested_arrays_can_be_read() {
        assertThat(frontend.run("new int[] {1, 2, 3}").result()).isEqualTo("int[3] [1, 2, 3]");
        assertThat(frontend.run("new double[][] {{1, 2}, {3, 4}}").result())
                .isEqualTo("double[2][]\n[[1.0, 2.0],\n [3.0, 4.0]]");
        assertThat(frontend.run("new TreeMap<>(Map.of(\"a\", new int[] {1}))").result())
                .isEqualTo("{\"a\"=[1]}");
    }

    @Test
    void null_is_shown_and_void_is_silent() {
        assertThat(frontend.run("(String) null").result()).isEqualTo("null");
        assertThat(frontend.run("System.out.print(\"\")").of("execute_result")).isEmpty();
    }

    @Test
    void records_sealed_types_generics_and_text_blocks_make_a_cell() {
        var answer =
                frontend.run(
                        """
                sealed interface Form permits Circle, Square {}
                record Circle(double radius) implements Form {}
                record Square(double side) implements Form {}
                double area(Form form) {
                    return switch (form) {
                        case Circle(double radius) -> 3 * radius * radius;
                        case Square(double side) -> side * side;
                    };
                }
                <T> T same(T value) { return value; }
                String text = \"""
                    two
                    lines\""";
                List.of(area(same(new Square(3))), text.lines().count())
                """);
        assertThat(answer.result()).isEqualTo("[9.0, 2]");
    }

    @Test
    void classes_may_need_each_other() {
        assertThat(
                        frontend.run(
                                        "class Hen { Egg egg; }\nclass Egg { Hen hen; }\nnew Hen().egg == null")
                                .result())
                .isEqualTo("true");
    }

    @Test
    void what_a_cell_declares_further_down_is_no_reason_for_a_note() {
        var answer =
                frontend.run(
                        "sealed interface Animal permits Cat {}\nrecord Cat() implements Animal {}\nnew Cat()");
        assertThat(answer.result()).isEqualTo("Cat[]");
        assertThat(answer.stream("stderr")).isEmpty();
        assertThat(frontend.run("int later() { return notYetThere(); }").stream("stderr"))
                .isEqualTo(
                        "Note: later can be used as soon as this is declared: method notYetThere()\n");
    }

    @Test
    void records_have_constructors_as_everywhere_in_Java() {
        var answer =
                frontend.run(
                        """
                        record Span(int from, int to) {
                            Span { if (from > to) throw new IllegalArgumentException(from + " > " + to); }
                            Span(int to) { this(0, to); }
                        }
                        new Span(3)""");
        assertThat(answer.result()).isEqualTo("Span[from=0, to=3]");
        assertThat(frontend.run("new Span(2, 1)").traceback())
                .contains("IllegalArgumentException: 2 > 1", "line 2, in <init>");
        assertThat(frontend.run("record Odd(int a) { Odd { a = \"text\"; } }").traceback())
                .contains(
                        "    record Odd(int a) { Odd { a = \"text\"; } }\n"
                                + "                                  ^^^^^^");
    }

    @Test
    void what_no_class_file_has_room_for_is_refused_and_harms_nothing_later() {
        String many = IntStream.range(0, 300).mapToObj(i -> "int p" + i).collect(joining(","));
        String long_ = "\"" + "x".repeat(70_000) + "\"";
        var wrong =
                List.of(
                        Map.entry("String text = " + long_ + ";", "constant string too long"),
                        Map.entry("System.out.println(" + long_ + ");", "constant string too long"),
                        Map.entry(long_, "constant string too long"),
                        Map.entry("String a() { return " + long_ + "; }\na()", "constant string"),
                        Map.entry("int of(" + many + ") { return 1; }", "too many parameters"),
                        Map.entry(
                                "void huge() {" + "System.out.println();".repeat(15_000) + "}",
                                "code too large"));
        frontend.run("int before = 4;");
        for (var cell : wrong) {
            var answer = frontend.run(cell.getKey());
            assertThat(answer.content().get("ename").getAsString()).isEqualTo("CompileError");
            assertThat(answer.content().get("evalue").getAsString()).contains(cell.getValue());
            assertThat(frontend.run("int after = before + 1;\nafter").result()).isEqualTo("5");
        }
    }

    @Test
    void an_exception_that_cannot_be_asked_is_told_as_far_as_it_goes() {
        var circle =
                """
                var first = new RuntimeException("first");
                var second = new RuntimeException("second", first);
                first.initCause(second);
                throw second;""";
        assertThat(frontend.run(circle).traceback())
                .contains("RuntimeException: second", "Caused by: RuntimeException: first");
        for (String method :
                List.of(
                        "public String getMessage() { throw new IllegalStateException(); }",
                        "public String getMessage() { return getMessage() + 1; }",
                        "public StackTraceElement[] getStackTrace() { return null; }",
                        "public Throwable getCause() { throw new Error(\"no cause\"); }",
                        "public String toString() { return null; }")) {
            var answer =
                    frontend.run(
                            "class Silent extends RuntimeException { "
                                    + method
                                    + " }\nthrow new Silent();");
            assertThat(answer.content().get("ename").getAsString()).isEqualTo("Silent");
            assertThat(answer.traceback()).doesNotContain("jdk.jshell", "no cause");
            assertThat(frontend.run("1 + 1").result()).isEqualTo("2");
        }
    }

    @Test
    void streams_that_a_cell_closes_or_loses_are_there_for_the_next() {
        frontend.run("System.out.close();\nSystem.err.close();");
        var closed = frontend.run("System.out.print(\"a\"); System.err.print(\"b\");");
        assertThat(closed.stream("stdout") + closed.stream("stderr")).isEqualTo("ab");
        frontend.run("System.setOut(null);\nSystem.setErr(null);\nSystem.setIn(null);");
        var back = frontend.run("System.out.print(\"c\"); System.err.print(\"d\");");
        assertThat(back.stream("stdout") + back.stream("stderr")).isEqualTo("cd");
    }

    @Test
    void a_comment_without_an_end_and_a_mark_before_the_text_are_no_riddles() {
        assertThat(frontend.run("int a = 1;\n/* no end\na").traceback())
                .contains("CompileError: unclosed comment", "line 2", "    /* no end");
        assertThat(frontend.run("\uFEFFint marked = 3; marked").result()).isEqualTo("3");
    }

    @Test
    void an_exception_is_told_with_its_class_and_the_line_of_the_cell() {
        var answer = frontend.run("int zero = 0;\n// none\nint broken = 1 / zero;");
        assertThat(answer.status()).isEqualTo("error");
        assertThat(answer.content().get("ename").getAsString()).isEqualTo("ArithmeticException");
        assertThat(answer.traceback())
                .contains("ArithmeticException: / by zero", "line 3", "--> int broken = 1 / zero;")
                .doesNotContain("dev.kiln", "jdk.internal");
    }

    @Test
    void a_mistake_in_Java_is_told_with_the_line_to_type_and_no_frames() {
        var answer =
                frontend.run(
                        "var wrong = 1;\nthrow new dev.kiln.catalog.UserError(\"E101\", \"unknown optimizer adm.\", \"Type:"
                                + " adam\");");
        assertThat(answer.content().get("ename").getAsString()).isEqualTo("KilnError E101");
        assertThat(answer.traceback())
                .contains("KilnError E101: unknown optimizer adm.", "  Type: adam", "line 2")
                .doesNotContain("  at ");
    }

    @Test
    void the_cause_of_an_exception_is_told() {
        assertThat(
                        frontend.run(
                                        "throw new IllegalStateException(\"outer\", new RuntimeException(\"inner\"));")
                                .traceback())
                .contains("IllegalStateException: outer", "Caused by: RuntimeException: inner");
    }

    @Test
    void the_compiler_points_at_the_place() {
        var answer = frontend.run("int fine = 1;\nint wrong = \"text\";");
        assertThat(answer.content().get("ename").getAsString()).isEqualTo("CompileError");
        assertThat(answer.traceback())
                .contains("line 2", "    int wrong = \"text\";\n                ^^^^^^");
    }

    @Test
    void what_ran_before_an_error_stays() {
        frontend.run("int kept = 17;\nint notReached = 1 / 0;");
        assertThat(frontend.run("kept").result()).isEqualTo("17");
    }

    @Test
    void statements_that_follow_each_other_run_in_order_up_to_the_one_that_fails() {
        var answer =
                frontend.run(
                        """
                        var order = new ArrayList<Integer>();
                        order.add(1); // one
                        for (int i = 2; i < 4; i++) order.add(i);

                        order.set(9, 0);
                        order.add(4);
                        order""");
        assertThat(answer.traceback()).contains("line 5", "--> order.set(9, 0);");
        assertThat(frontend.run("order").result()).isEqualTo("[1, 2, 3]");
    }

    @Test
    void statements_before_one_that_does_not_compile_are_run() {
        var answer =
                frontend.run(
                        """
                        int[] counted = {0};
                        counted[0]++;
                        counted[0] += 10;
                        System.out.print("so far");
                        counted[0] = "text";
                        counted[0] = 99;
                        counted[0]""");
        assertThat(answer.stream("stdout")).isEqualTo("so far");
        assertThat(answer.traceback())
                .contains("line 5", "    counted[0] = \"text\";\n                 ^^^^^^");
        assertThat(frontend.run("counted[0]").result()).isEqualTo("11");
    }

    @Test
    void both_streams_arrive() {
        var answer = frontend.run("System.out.println(\"out\"); System.err.println(\"err\");");
        assertThat(answer.stream("stdout")).isEqualTo("out\n");
        assertThat(answer.stream("stderr")).isEqualTo("err\n");
    }

    @Test
    void a_display_is_shown_and_replaced() {
        var answer =
                frontend.run("String id = display(\"first\");\nupdateDisplay(id, \"second\");");
        assertThat(Frontend.plain(answer.of("display_data").getFirst())).isEqualTo("first");
        assertThat(Frontend.plain(answer.of("update_display_data").getFirst())).isEqualTo("second");
    }

    @Test
    void a_silent_request_counts_nothing_and_publishes_no_input() {
        int before = frontend.run("1").content().get("execution_count").getAsInt();
        var silent = frontend.run("2", Map.of("silent", true));
        assertThat(silent.of("execute_input")).isEmpty();
        assertThat(silent.of("execute_result")).isEmpty();
        assertThat(frontend.run("3").content().get("execution_count").getAsInt())
                .isEqualTo(before + 1);
    }

    @Test
    void a_request_that_is_not_stored_does_not_count() {
        int before = frontend.run("1").content().get("execution_count").getAsInt();
        assertThat(frontend.run("2", Map.of("store_history", false)).result()).isEqualTo("2");
        assertThat(frontend.run("3").content().get("execution_count").getAsInt())
                .isEqualTo(before + 1);
    }

    @Test
    void user_expressions_are_answered_one_by_one() {
        var request = Frontend.code("int base = 20;", Map.of());
        request.add(
                "user_expressions",
                Frontend.json("{\"good\": \"base + 1\", \"bad\": \"nowhere\"}"));
        var answers =
                frontend.ask("execute_request", request)
                        .content()
                        .getAsJsonObject("user_expressions");
        assertThat(
                        answers.getAsJsonObject("good")
                                .getAsJsonObject("data")
                                .get("text/plain")
                                .getAsString())
                .isEqualTo("21");
        assertThat(answers.getAsJsonObject("bad").get("status").getAsString()).isEqualTo("error");
    }

    @Test
    void after_an_error_the_cells_that_wait_are_aborted() {
        String slow = frontend.start("Thread.sleep(200); int never = 1 / 0;");
        String waits = frontend.start("int mustNotRun = 1;");
        assertThat(frontend.answerTo(slow).status()).isEqualTo("error");
        assertThat(frontend.answerTo(waits).status()).isEqualTo("aborted");
        assertThat(frontend.run("2 + 2").result()).isEqualTo("4");
    }

    @Test
    void a_cell_asks_and_the_user_answers() {
        String id =
                frontend.send(
                        "execute_request",
                        Frontend.code(
                                "String name = new Scanner(System.in).nextLine();\nname",
                                Map.of("allow_stdin", true)));
        frontend.question();
        frontend.answer("Ada");
        assertThat(frontend.answerTo(id).result()).isEqualTo("Ada");
    }

    @Test
    void asking_where_nobody_answers_is_an_error() {
        var answer = frontend.run("new Scanner(System.in).nextLine()");
        assertThat(answer.content().get("ename").getAsString()).isEqualTo("StdinNotAllowed");
    }

    @Test
    void a_class_body_can_be_edited_and_its_objects_live_on() {
        frontend.run(
                "class Counter { int n; int next() { return ++n; } }\nvar counter = new Counter();\ncounter.n = 41;");
        frontend.run("class Counter { int n; int next() { return 1000 + ++n; } }");
        assertThat(frontend.run("counter.next()").result()).isEqualTo("1042");
    }

    @Test
    void a_variable_keeps_its_value_when_the_method_it_was_made_with_changes() {
        frontend.run("int make() { return 1; }\nint made = make();\nmade = 42;");
        frontend.run("int make() { Supplier<Integer> two = () -> 2; return two.get(); }");
        assertThat(frontend.run("made").result()).isEqualTo("42");
    }

    @Test
    void objects_that_cannot_follow_a_new_declaration_are_named() {
        frontend.run("class Point { int x; }\nvar point = new Point();");
        assertThat(frontend.run("class Point { int x; int y; }").stream("stderr"))
                .contains("point", "lost");
    }

    @Test
    void the_history_can_be_read_and_searched() {
        frontend.run("int remembered = 99;");
        var tail =
                frontend.ask(
                        "history_request",
                        Frontend.json("{\"hist_access_type\": \"tail\", \"n\": 1}"));
        assertThat(tail.content().getAsJsonArray("history").toString())
                .contains("int remembered = 99;");
        var search =
                frontend.ask(
                        "history_request",
                        Frontend.json(
                                "{\"hist_access_type\": \"search\", \"pattern\": \"*remembered*\"}"));
        assertThat(search.content().getAsJsonArray("history")).isNotEmpty();
    }

    @Test
    void a_class_of_a_cell_wins_over_one_that_needs_no_import() {
        assertThat(frontend.run("new StringJoiner(\"-\").add(\"a\").length()").result())
                .isEqualTo("1");
        assertThat(
                        frontend.run(
                                        "record StringJoiner(String mine) {}\nnew StringJoiner(\"own\").mine()")
                                .result())
                .isEqualTo("own");
        assertThat(
                        frontend.run(
                                        "import java.util.concurrent.atomic.AtomicInteger;\nnew AtomicInteger(4)")
                                .result())
                .isEqualTo("4");
    }

    @Test
    void members_imports_and_words_in_unfinished_code_are_completed() {
        frontend.run("String completed = \"text\";");
        assertThat(frontend.complete("completed.subs")).containsExactly("substring");
        assertThat(frontend.complete("List.copy")).containsExactly("copyOf");
        assertThat(frontend.complete("new ArrayDeq")).containsExactly("ArrayDeque");
        assertThat(frontend.complete("int f(String local) {\n  int k = local.leng"))
                .containsExactly("length");
        assertThat(frontend.complete("HttpClient")).contains("java.net.http.HttpClient");
    }

    @Test
    void the_cursor_counts_code_points() {
        var reply = frontend.at("complete_request", "\"\uD83D\uDE00\".leng", 8).content();
        assertThat(reply.getAsJsonArray("matches").toString()).isEqualTo("[\"length\"]");
        assertThat(reply.get("cursor_start").getAsInt()).isEqualTo(4);
        assertThat(reply.get("cursor_end").getAsInt()).isEqualTo(8);
    }

    @Test
    void help_is_found_wherever_the_cursor_stands() {
        for (int cursor : new int[] {6, 8, 9}) {
            assertThat(
                            frontend.at("inspect_request", "Math.max(1, 2)", cursor)
                                    .content()
                                    .toString())
                    .contains("\"found\":true", "Math.max");
        }
    }
}
