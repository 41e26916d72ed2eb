package dev.kiln.runtime;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

import java.lang.foreign.MemorySegment;
import java.util.Properties;

/// The native libraries: loaded once, without a word on the console.
public final class Native {
    /// All of memory, for kernels that have checked their ranges.
    static final MemorySegment EVERYWHERE = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final Native LOADED = new Native();

    private Native() {
        // ND4J and SLF4J greet on the console when they start unless they are told not to before.
        Properties properties = System.getProperties();
        properties.putIfAbsent("org.nd4j.log.initialization", "false");
        properties.putIfAbsent("slf4j.internal.verbosity", "ERROR");
        properties.putIfAbsent("org.slf4j.simpleLogger.defaultLogLevel", "off");
        BlasKernels.choose();
        Nd4j.getExecutioner();
        openblas.blas_set_num_threads(1);
    }

    /// Loads ND4J and the linear algebra library that it uses; later calls do nothing.
    ///
    /// @return true: that they are loaded
    public static boolean load() {
        return LOADED != null;
    }

    /// Which of the native libraries' kernels compute here: results of another kind may differ in their last bits.
    public static String variant() {
        load();
        return Loader.getPlatform()
                + ", ND4J for processors of level "
                + NativeOpsHolder.getInstance().getDeviceNativeOps().binaryLevel()
                + ", OpenBLAS for "
                + BlasKernels.chosen().orElse("this processor")
                + ", convolutions by "
                + (TileProducts.LANES > 0 ? "tiles of " + TileProducts.LANES : "columns");
    }

    /// Threads that one matrix product may use.
    public static void productThreads(int threads) {
        openblas.blas_set_num_threads(threads);
    }

    static void zero(long address, long floats) {
        EVERYWHERE.asSlice(address, floats * Float.BYTES).fill((byte) 0);
    }

    /// A pointer that can be set to any place.
    static final class Place extends FloatPointer {
        Place() {
            super((org.bytedeco.javacpp.Pointer) null);
        }

        Place at(long address) {
            this.address = address;
            return this;
        }
    }
}
