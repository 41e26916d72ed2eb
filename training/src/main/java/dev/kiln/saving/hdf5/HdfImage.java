package dev.kiln.saving.hdf5;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An HDF5 file as it will be written: all its structures first, then the numbers of each array. Everything's place is
/// known before the first byte is written, so that the file can go into a stream.
public final class HdfImage {
    private static final int SUPERBLOCK = 48;
    private static final int ALIGNMENT = 8;

    private final Fields structures = new Fields();
    private final List<ArrayContent> arrays = new ArrayList<>();
    private long end;

    /// Takes the bytes of a file in order.
    @FunctionalInterface
    public interface Sink {
        void write(MemorySegment bytes) throws IOException;
    }

    /// @throws IllegalStateException on a machine whose bytes are in another order than the file's
    public HdfImage(GroupContent root) {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("numbers are written as they lie in memory");
        }
        end = SUPERBLOCK + size(root);
        var headers = new Fields();
        long rootAddress = group(root, headers);
        structures
                .bytes(0x89)
                .ascii("HDF\r\n")
                .bytes(0x1A)
                .ascii("\n")
                // Version 2, addresses and lengths of eight bytes.
                .bytes(2, Long.BYTES, Long.BYTES, 0)
                .eight(0)
                .eight(HeaderMessages.NOWHERE)
                .eight(end)
                .eight(rootAddress)
                .checksum()
                .bytes(headers.toArray());
    }

    /// Of the whole file, in bytes.
    public long size() {
        return end;
    }

    public void write(Sink to) throws IOException {
        to.write(MemorySegment.ofArray(structures.toArray()));
        long written = structures.size();
        for (ArrayContent array : arrays) {
            var gap = new byte[(int) (aligned(written) - written)];
            to.write(MemorySegment.ofArray(gap));
            write(array, to);
            written += gap.length + array.bytes();
        }
    }

    private static void write(ArrayContent array, Sink to) throws IOException {
        MemorySegment values = array.values();
        for (long left = array.bytes(); left > 0; left -= values.byteSize()) {
            to.write(left < values.byteSize() ? values.asSlice(0, left) : values);
        }
    }

    private static long aligned(long address) {
        return (address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// Bytes that the headers of a group and of all below it take; addresses do not change them.
    private static long size(GroupContent group) {
        Map<String, Long> links = new LinkedHashMap<>();
        long size = 0;
        for (var inner : group.groups().entrySet()) {
            links.put(inner.getKey(), 0L);
            size += size(inner.getValue());
        }
        for (var array : group.arrays().entrySet()) {
            links.put(array.getKey(), 0L);
            size += HeaderMessages.array(array.getValue(), 0).length;
        }
        return size + HeaderMessages.group(links, group.texts()).length;
    }

    /// Writes the headers of all that is in a group, then its own, which names them.
    ///
    /// @return the address of the group's header
    private long group(GroupContent group, Fields headers) {
        Map<String, Long> links = new LinkedHashMap<>();
        group.groups().forEach((name, inner) -> links.put(name, group(inner, headers)));
        group.arrays()
                .forEach(
                        (name, array) -> {
                            links.put(name, (long) SUPERBLOCK + headers.size());
                            headers.bytes(HeaderMessages.array(array, place(array)));
                        });
        long address = SUPERBLOCK + headers.size();
        headers.bytes(HeaderMessages.group(links, group.texts()));
        return address;
    }

    private long place(ArrayContent array) {
        if (array.bytes() == 0) {
            return HeaderMessages.NOWHERE;
        }
        long address = aligned(end);
        arrays.add(array);
        end = address + array.bytes();
        return address;
    }
}
