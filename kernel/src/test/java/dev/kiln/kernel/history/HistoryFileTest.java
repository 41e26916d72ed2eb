package dev.kiln.kernel.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HistoryFileTest {
    @TempDir Path folder;

    private HistoryFile file() {
        return HistoryFile.in(folder.resolve("not made yet"));
    }

    private static PastCell cell(int session, int line, String code) {
        return new PastCell(session, line, code, null);
    }

    @Test
    void what_is_written_is_read_with_its_results() throws IOException {
        HistoryFile file = file();
        assertThat(file.read()).isEmpty();
        assertThat(file.begin()).isEqualTo(1);
        file.add(cell(1, 1, "1 + 1"));
        file.addResult(cell(1, 1, "1 + 1").showing("2"));
        file.add(cell(1, 2, "String s = \"line\nbreak \\ ü 😀\";"));
        assertThat(file.begin()).isEqualTo(2);
        file.add(cell(2, 1, "int x;"));
        assertThat(file.read())
                .containsExactly(
                        new PastCell(1, 1, "1 + 1", "2"),
                        cell(1, 2, "String s = \"line\nbreak \\ ü 😀\";"),
                        cell(2, 1, "int x;"));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void nobody_else_can_read_it() throws IOException {
        HistoryFile file = file();
        file.begin();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.file())))
                .isEqualTo("rw-------");
    }

    @Test
    void broken_lines_are_passed_over() throws IOException {
        HistoryFile file = file();
        file.begin();
        file.add(cell(1, 1, "kept"));
        for (String broken :
                List.of(
                        "",
                        "no json",
                        "{\"session\":1,\"line\":2,\"code\":",
                        "[1]",
                        "null",
                        "{\"session\":\"x\",\"line\":3,\"code\":\"no number\"}",
                        "{\"session\":1,\"line\":{},\"code\":\"no line\"}",
                        "{\"session\":1,\"line\":4,\"code\":5}",
                        "{\"session\":1,\"line\":5,\"shown\":[]}",
                        "{\"session\":99999999999999,\"line\":6,\"code\":\"too large\"}",
                        "{\"session\":1,\"line\":77,\"shown\":\"of no cell\"}",
                        "[".repeat(100_000),
                        "\u0000\uFFFF")) {
            Files.writeString(file.file(), broken + "\n", StandardOpenOption.APPEND);
        }
        Files.write(file.file(), new byte[] {(byte) 0xff, (byte) 0xfe}, StandardOpenOption.APPEND);
        // The last writer died before its line ended.
        file.add(cell(1, 9, "after"));
        assertThat(file.read()).containsExactly(cell(1, 1, "kept"), cell(1, 9, "after"));
        assertThat(file.begin()).isEqualTo(2);
    }

    @Test
    void many_at_once_lose_nothing_and_share_no_number() throws Exception {
        List<Callable<Integer>> kernels = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            kernels.add(
                    () -> {
                        HistoryFile own = file();
                        int session = own.begin();
                        for (int line = 1; line <= 20; line++) {
                            own.add(cell(session, line, "cell"));
                        }
                        return session;
                    });
        }
        Set<Integer> sessions = new TreeSet<>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (Future<Integer> session : threads.invokeAll(kernels)) {
                sessions.add(session.get());
            }
        }
        assertThat(sessions).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(file().read()).hasSize(120);
    }

    @Test
    void a_file_that_has_grown_too_large_loses_its_older_half() throws IOException {
        HistoryFile file = file();
        file.begin();
        file.add(cell(1, 1, "oldest"));
        String line = "{\"session\":1,\"line\":2,\"code\":\"" + "x".repeat(100_000) + "\"}\n";
        Files.writeString(file.file(), line.repeat(90), StandardOpenOption.APPEND);
        file.add(cell(1, 3, "newest"));
        assertThat(file.begin()).isEqualTo(2);
        assertThat(Files.size(file.file())).isBetween(3L << 20, 5L << 20);
        assertThat(file.read())
                .extracting(PastCell::code)
                .contains("newest")
                .doesNotContain("oldest");
    }

    @Test
    void cells_that_nobody_typed_are_left_out() throws IOException {
        HistoryFile file = file();
        file.begin();
        file.add(cell(1, 1, "x".repeat(300_000)));
        assertThat(file.read()).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_written_fails_no_cell_and_is_told_once() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        List<String> log = new ArrayList<>();
        try (CellHistory history =
                new CellHistory(Optional.of(HistoryFile.in(notAFolder)), log::add)) {
            history.add(1, "1 + 1");
            history.result(1, "2");
            history.add(2, "2 + 2");
            var known = history.known();
            assertThat(known.all())
                    .containsExactly(new PastCell(1, 1, "1 + 1", "2"), cell(1, 2, "2 + 2"));
        }
        assertThat(log).hasSize(1);
    }

    @Test
    void a_kernel_that_hangs_with_the_lock_in_its_hand_is_waited_for_a_second_at_most()
            throws IOException {
        HistoryFile file = file();
        file.begin();
        try (FileChannel channel =
                        FileChannel.open(
                                file.file().resolveSibling("history.jsonl.lock"),
                                StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            assertThatThrownBy(() -> file.add(cell(1, 1, "late"))).isInstanceOf(IOException.class);
        }
        file.add(cell(1, 2, "in time"));
        assertThat(file.read()).containsExactly(cell(1, 2, "in time"));
    }
}
