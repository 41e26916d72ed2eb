package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Who may talk to a kernel: those at the address of its connection file, through its five channels.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ListeningTest {
    /// 127.0.0.1 as Linux writes it, and as an address of version 6.
    private static final List<String> THIS_MACHINE =
            List.of("0100007F", "0000000000000000FFFF00000100007F");

    /// @param address in hexadecimal digits
    private record Listener(String address, int port) {}

    @Test
    @EnabledOnOs(OS.LINUX)
    void nothing_listens_besides_the_five_channels_of_the_given_address() throws IOException {
        try (RunningKernel kernel = RunningKernel.start();
                Frontend frontend = kernel.connect()) {
            frontend.run("Nd4j.ones(2, 2).sumNumber()");
            List<Listener> listeners = listeners(kernel.pid());
            Set<Integer> channels = new TreeSet<>();
            for (String channel : List.of("shell", "iopub", "stdin", "control", "hb")) {
                channels.add(kernel.connection().get(channel + "_port").getAsInt());
            }
            assertThat(listeners).extracting(Listener::port).hasSameElementsAs(channels);
            assertThat(listeners).extracting(Listener::address).isSubsetOf(THIS_MACHINE);
        }
    }

    private static List<Listener> listeners(long pid) throws IOException {
        Set<String> sockets = new HashSet<>();
        Path process = Path.of("/proc", Long.toString(pid));
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : open) {
                try {
                    sockets.add(Files.readSymbolicLink(file).toString());
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        List<Listener> found = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : Files.readAllLines(process.resolve(table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields[3].equals("0A") && sockets.contains("socket:[" + fields[9] + "]")) {
                    String[] local = fields[1].split(":");
                    found.add(new Listener(local[0], Integer.parseInt(local[1], 16)));
                }
            }
        }
        return found;
    }
}
