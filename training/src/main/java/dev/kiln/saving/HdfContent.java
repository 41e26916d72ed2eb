package dev.kiln.saving;

import dev.kiln.catalog.UserError;

import io.jhdf.HdfFile;
import io.jhdf.Superblock;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.FloatingPoint;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// An HDF5 file, or the part of a file that is one, read where it lies. What is read may be used until it is closed.
final class HdfContent implements Closeable {
    /// How much smaller than its numbers a compressed array may be.
    private static final long MOST_PRESSED = 64;

    /// Compression, shuffling and checksums that come with every HDF5 library. Others, some of them in native code, are
    /// not let near a file that a stranger may have made.
    private static final Set<Integer> FILTERS = Set.of(1, 2, 3);

    private final String name;
    private final long size;
    private final FileChannel channel;
    private final Arena arena = Arena.ofShared();
    private final HdfFile hdf;

    /// @throws UserError E192 where it is damaged
    static HdfContent of(Path file) throws IOException {
        return new HdfContent(file, 0, Files.size(file), file.toString(), _ -> {});
    }

    /// @param file holds it
    /// @param from its first byte
    /// @param size in bytes
    /// @param name of it, for errors
    /// @param check gets all of its bytes before any is believed, where one buffer holds them
    HdfContent(Path file, long from, long size, String name, Consumer<MemorySegment> check)
            throws IOException {
        this.name = name;
        this.size = size;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            this.hdf = opened(from, check);
        } catch (IOException | UserError e) {
            close();
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            close();
            throw damaged(e);
        }
    }

    /// Of the file, in bytes.
    long size() {
        return size;
    }

    /// The file's name, for errors.
    String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
    }

    /// What is read from it.
    ///
    /// @throws UserError E192 where it is damaged
    <T> T read(Function<HdfFile, T> reading) {
        try {
            return reading.apply(hdf);
        } catch (UserError e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // The library meets damage with whatever exception comes first: buffers that end,
            // shapes without sense.
            throw damaged(e);
        }
    }

    /// One buffer where it is small enough for one; the library maps a larger file piece by piece.
    private HdfFile opened(long from, Consumer<MemorySegment> check) throws IOException {
        if (size > Integer.MAX_VALUE) {
            if (from != 0) {
                throw new IllegalStateException(name + " is too large to be read inside another");
            }
            requireWhole(Superblock.readSuperblock(channel, 0));
            return new HdfFile(channel);
        }
        MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, from, size, arena);
        check.accept(all);
        ByteBuffer bytes = all.asByteBuffer();
        requireWhole(Superblock.readSuperblock(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
        return HdfFile.fromByteBuffer(bytes);
    }

    /// A file that ends early may have lost what nothing happens to read.
    private void requireWhole(Superblock superblock) {
        long end = superblock.getEndOfFileAddress();
        if (end > size || end < 0) {
            throw new IllegalArgumentException(
                    "its " + size + " bytes should be " + Long.toUnsignedString(end));
        }
    }

    private UserError damaged(Throwable cause) {
        return new UserError(
                "E192",
                name + " is damaged: its weights cannot be read.",
                "Save the model again, or load another copy of the file.",
                cause);
    }

    /// The numbers of an array of the file; none where it has no such array.
    List<Double> numbers(String path) {
        return read(
                hdf -> {
                    Node node = null;
                    try {
                        node = hdf.getByPath("/" + path);
                    } catch (HdfException notThere) {
                        return List.of();
                    }
                    var numbers = new ArrayList<Double>();
                    if (node instanceof Dataset dataset) {
                        MemorySegment floats = floats(dataset);
                        for (long at = 0; at < floats.byteSize(); at += Float.BYTES) {
                            numbers.add((double) floats.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at));
                        }
                    }
                    return numbers;
                });
    }

    /// The numbers of an array as 32-bit floats; where they lie, if that is how they are kept.
    ///
    /// @throws IllegalArgumentException where there cannot be as many in the file
    MemorySegment floats(Dataset dataset) {
        if (dataset.getSizeInBytes() / MOST_PRESSED > size) {
            throw new IllegalArgumentException(dataset.getPath() + " is larger than its file");
        }
        if (dataset instanceof ContiguousDataset contiguous && dataset.getSize() > 0) {
            if (dataset.getSizeInBytes() > size) {
                throw new IllegalArgumentException(dataset.getPath() + " is larger than its file");
            }
            if (isAsInMemory(dataset)) {
                return MemorySegment.ofBuffer(contiguous.getBuffer());
            }
        }
        requireKnown(dataset.getFilters(), dataset);
        Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
        float[] floats = floats(data);
        if (floats.length != dataset.getSize()) {
            throw new IllegalArgumentException(
                    dataset.getPath() + " declares numbers that are not in the file");
        }
        return MemorySegment.ofArray(floats);
    }

    private void requireKnown(List<PipelineFilterWithData> filters, Dataset dataset) {
        for (PipelineFilterWithData filter : filters) {
            if (!FILTERS.contains(filter.getId())) {
                throw new UserError(
                        "E192",
                        name
                                + " holds "
                                + dataset.getPath()
                                + " compressed by "
                                + filter.getName()
                                + ", which is not read.",
                        "Save the model again in Keras: it does not compress weights.");
            }
        }
    }

    private static boolean isAsInMemory(Dataset dataset) {
        return dataset.getDataType() instanceof FloatingPoint type
                && type.getSize() == Float.BYTES
                && type.getByteOrder() == ByteOrder.nativeOrder();
    }

    private static float[] floats(Object data) {
        if (data instanceof float[] floats) {
            return floats;
        }
        if (data instanceof Number number) {
            return new float[] {number.floatValue()};
        }
        var floats = new float[Array.getLength(data)];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = ((Number) Array.get(data, i)).floatValue();
        }
        return floats;
    }
}
