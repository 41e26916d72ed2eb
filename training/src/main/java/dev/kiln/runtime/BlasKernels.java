package dev.kiln.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which of its kernels OpenBLAS uses, where it would not find the best ones itself.
///
/// ND4J's OpenBLAS 0.3.19 is of 2021. On a processor that came later it falls back to kernels without AVX: a quarter of
/// what the same library reaches with those of `SkylakeX`. A user's own `OPENBLAS_CORETYPE` is left as it is.
///
/// Source: OpenBLAS, "Runtime variables", https://github.com/OpenMathLib/OpenBLAS#setting-the-number-of-threads-at-runtime
/// and `driver/others/dynamic.c` for the names.
final class BlasKernels {
    private static final String VARIABLE = "OPENBLAS_CORETYPE";
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final List<String> AVX_512 =
            List.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");
    private static final List<String> AVX_2 = List.of("avx2", "fma");

    private static final int LONGEST_NAME = 64;

    private BlasKernels() {}

    /// The name of the kernels for a processor on Linux, by its flags; empty where OpenBLAS may choose.
    static Optional<String> bestFor(Set<String> flags) {
        if (flags.containsAll(AVX_512)) {
            return Optional.of("SkylakeX");
        }
        return flags.containsAll(AVX_2) ? Optional.of("Haswell") : Optional.empty();
    }

    /// Has to come before OpenBLAS is loaded.
    static void choose() {
        if (System.getenv(VARIABLE) == null && Files.isReadable(PROCESSOR)) {
            bestFor(flags()).ifPresent(name -> setForLibraries(VARIABLE, name));
        }
    }

    /// The name of the kernels that OpenBLAS runs, as it gives it itself; empty where it does not.
    static Optional<String> chosen() {
        return SymbolLookup.loaderLookup()
                .find("openblas_get_corename")
                .map(
                        function -> {
                            var call =
                                    Linker.nativeLinker()
                                            .downcallHandle(
                                                    function,
                                                    FunctionDescriptor.of(ValueLayout.ADDRESS));
                            try {
                                return ((MemorySegment) call.invokeExact())
                                        .reinterpret(LONGEST_NAME)
                                        .getString(0);
                            } catch (Throwable e) {
                                throw new IllegalStateException("openblas_get_corename failed", e);
                            }
                        });
    }

    /// Whether the processor multiplies and adds in one instruction, as far as its flags are known.
    static boolean hasFusedMultiplication() {
        return Files.isReadable(PROCESSOR) && flags().containsAll(AVX_2);
    }

    private static Set<String> flags() {
        try (var lines = Files.lines(PROCESSOR)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(
                            line ->
                                    Set.of(
                                            line.substring(line.indexOf(':') + 1)
                                                    .strip()
                                                    .split("\\s+")))
                    .orElse(Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Libraries of this process see the variable; `System.getenv` and child processes do not.
    private static void setForLibraries(String name, String value) {
        Linker linker = Linker.nativeLinker();
        var setenv =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("setenv"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        int status;
        try (Arena arena = Arena.ofConfined()) {
            status =
                    (int)
                            setenv.invokeExact(
                                    arena.allocateFrom(name), arena.allocateFrom(value), 0);
        } catch (Throwable e) {
            throw new IllegalStateException("setenv failed", e);
        }
        if (status != 0) {
            throw new IllegalStateException("setenv failed with status " + status);
        }
    }
}
