package dev.kiln.runtime;

import com.sun.management.OperatingSystemMXBean;

import org.bytedeco.javacpp.Pointer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much native memory can still be had.
public final class FreeMemory {
    /// The system property with the most memory that the process may take, as `6g`; ND4J refuses to go on above it.
    public static final String LIMIT = "org.bytedeco.javacpp.maxphysicalbytes";

    private static final Path LINUX = Path.of("/proc/meminfo");
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private FreeMemory() {}

    /// Bytes that may be allocated without paging: on Linux what the system calls available, within the limits of the
    /// container; elsewhere, where caches hide what is available, three quarters of the machine's memory. Never more
    /// than the process's [#limit()] leaves.
    public static long bytes() {
        return Math.clamp(limit() - used(), 0, ofSystem());
    }

    /// Bytes of memory that this process takes, its heap included.
    public static long used() {
        return Pointer.physicalBytes();
    }

    /// The most bytes that this process may take.
    public static long limit() {
        long total = SYSTEM.getTotalMemorySize();
        long chosen = Pointer.maxPhysicalBytes();
        return chosen > 0 ? Math.min(chosen, total) : total;
    }

    private static long ofSystem() {
        long total = SYSTEM.getTotalMemorySize();
        if (!Files.isReadable(LINUX)) {
            return total / 4 * 3;
        }
        long machine = Long.MAX_VALUE;
        long available = Long.MAX_VALUE;
        try {
            for (String line : Files.readAllLines(LINUX)) {
                String[] words = line.split("\\s+");
                switch (words[0]) {
                    case "MemTotal:" -> machine = Long.parseLong(words[1]) * 1024;
                    case "MemAvailable:" -> available = Long.parseLong(words[1]) * 1024;
                    default -> {}
                }
            }
        } catch (IOException e) {
            return SYSTEM.getFreeMemorySize();
        }
        boolean isContainer = total < machine;
        return isContainer ? Math.min(available, SYSTEM.getFreeMemorySize()) : available;
    }
}
