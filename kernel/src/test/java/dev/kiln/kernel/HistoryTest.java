package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What frontends and `%history` see of this session, of the sessions before it, and of a kernel that runs beside it.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HistoryTest {
    @TempDir private static Path folder;
    private static RunningKernel kernel;
    private static RunningKernel beside;
    private static Frontend frontend;

    @BeforeAll
    static void run() throws Exception {
        Path file =
                Files.createDirectories(folder.resolve("jupyter").resolve("kiln"))
                        .resolve("history.jsonl");
        Files.writeString(
                file, "{\"session\":3,\"line\":1,\"code\":\"fromAnotherVersion()\"}\ngarbage");
        try (RunningKernel earlier = RunningKernel.startIn(folder, Map.of());
                Frontend its = earlier.connect()) {
            its.run("int first = 1;");
            its.run("first + 1");
            its.run("silently()", Map.of("silent", true));
            its.run("first + 2", Map.of("store_history", false));
            assertThat(its.askControl("shutdown_request").status()).isEqualTo("ok");
            assertThat(earlier.endsWithin(30)).isTrue();
        }
        kernel = RunningKernel.startIn(folder, Map.of());
        frontend = kernel.connect();
        frontend.run("int second = 2;");
        frontend.run("second + 1");
        frontend.run("second + 1");
        beside = RunningKernel.startIn(folder, Map.of());
        try (Frontend its = beside.connect()) {
            its.run("int third = 3;");
            assertThat(its.ask("history_request", Frontend.json("{\"n\": 1}")).content().toString())
                    .contains("[6,1,\"int third = 3;\"]");
        }
    }

    @AfterAll
    static void end() {
        frontend.close();
        kernel.close();
        beside.close();
    }

    private static String history(String request) {
        return frontend.ask("history_request", Frontend.json(request))
                .content()
                .get("history")
                .toString();
    }

    private static String printed(String magic) {
        return frontend.run(magic, Map.of("store_history", false)).stream("stdout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'hist_access_type':'tail','n':2} | [[5,2,'second + 1'],[5,3,'second + 1']]",
                "{'hist_access_type':'tail','n':5} | [[4,2,'first + 1'],[6,1,'int third = 3;'],[5,1,'int second = 2;'],[5,2,'second + 1'],[5,3,'second + 1']]",
                "{'hist_access_type':'tail','n':1,'output':true} | [[5,3,['second + 1','3']]]",
                "{'hist_access_type':'range','session':0,'start':1,'stop':3} | [[5,1,'int second = 2;'],[5,2,'second + 1']]",
                "{'hist_access_type':'range','session':4,'start':1,'stop':null,'output':true} | [[4,1,['int first = 1;',null]],[4,2,['first + 1','2']]]",
                "{'hist_access_type':'range','session':-1,'start':2,'stop':99} | [[4,2,'first + 1']]",
                "{'hist_access_type':'range','session':77,'start':1,'stop':2} | []",
                "{'hist_access_type':'search','pattern':'*+ 1'} | [[4,2,'first + 1'],[5,2,'second + 1'],[5,3,'second + 1']]",
                "{'hist_access_type':'search','pattern':'*+ 1','unique':true} | [[4,2,'first + 1'],[5,3,'second + 1']]",
                "{'hist_access_type':'search','pattern':'int [ft]*','n':1} | [[6,1,'int third = 3;']]",
                "{'hist_access_type':'search','pattern':'fromAnother*'} | [[3,1,'fromAnotherVersion()']]",
                "{'hist_access_type':'search','pattern':'[z-a\\\\'} | []",
                "{'hist_access_type':'tail','n':-3} | []"
            })
    void a_frontend_is_answered_from_all_sessions(String request, String answer) {
        assertThat(history(request.replace('\'', '"'))).isEqualTo(answer.replace('\'', '"'));
    }

    @Test
    void the_magic_prints_this_session_ranges_earlier_sessions_and_what_holds_a_text()
            throws IOException {
        assertThat(printed("%history"))
                .isEqualTo("int second = 2;\n\nsecond + 1\n\nsecond + 1\n\n");
        assertThat(printed("%history 1")).isEqualTo("second + 1\n\n");
        assertThat(printed("%history -n -o 2-2")).isEqualTo("5/2: second + 1\n// 3\n\n");
        assertThat(printed("%history ~1/")).isEqualTo("int first = 1;\n\nfirst + 1\n\n");
        assertThat(printed("%history 4/2 1-")).startsWith("first + 1\n\nint second");
        assertThat(printed("%history -g int t")).isEqualTo("6/1: int third = 3;\n\n");
        assertThat(printed("%history -u -g + 1"))
                .isEqualTo("4/2: first + 1\n\n5/3: second + 1\n\n");
        assertThat(printed("%history -l 5")).startsWith("first + 1\n\nint third");
        assertThat(printed("%history ~1/ -f earlier.jsh"))
                .isEqualTo("Wrote 2 cells to earlier.jsh\n");
        assertThat(folder.resolve("earlier.jsh")).hasContent("int first = 1;\n\nfirst + 1\n\n");
    }

    @ParameterizedTest
    @CsvSource({"%history seven", "%history -l many", "%history -f", "%history 2/3/4"})
    void a_mistake_is_answered_with_what_to_type(String magic) {
        var answer = frontend.run(magic, Map.of("store_history", false));
        assertThat(answer.content().get("ename").getAsString()).isEqualTo("KilnError");
        assertThat(answer.traceback()).contains("Type: %history");
    }

    @Test
    void a_file_is_never_overwritten() throws IOException {
        Files.writeString(folder.resolve("mine.jsh"), "mine");
        assertThat(frontend.run("%history -f mine.jsh", Map.of("store_history", false)).status())
                .isEqualTo("error");
        assertThat(folder.resolve("mine.jsh")).hasContent("mine");
    }
}
