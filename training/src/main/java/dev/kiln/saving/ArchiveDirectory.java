package dev.kiln.saving;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipException;

/// Where the entries of a zip archive begin in the file, so that they can be read there, and whether the archive says
/// the same of them in both of the places where it names them. The JDK's reader of archives does not tell.
///
/// Source: sections 4.3.7, 4.3.12 to 4.3.16 and 4.5.3 of PKWARE's APPNOTE 6.3.10.
final class ArchiveDirectory {
    private static final int END = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int LOCATOR = 20;
    private static final int WIDE_END = 56;
    private static final int CENTRAL = 46;
    private static final int LOCAL = 30;
    private static final int WIDE_EXTRA = 1;
    private static final long IN_EXTRA = 0xFFFFFFFFL;

    /// The list of entries of an archive with ten thousand of them is a tenth of it.
    private static final long LONGEST_LIST = 16L << 20;

    private final FileChannel file;
    private final Map<String, Long> places = new LinkedHashMap<>();

    private ArchiveDirectory(FileChannel file) {
        this.file = file;
    }

    /// The first byte of what is in each entry, by name. Nothing where the archive is laid out in a way that is not
    /// known here.
    ///
    /// @throws ZipException where the archive contradicts itself
    static Map<String, Long> of(FileChannel file) throws IOException {
        var directory = new ArchiveDirectory(file);
        try {
            directory.read(list(file));
            return directory.places;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            return Map.of();
        }
    }

    private void read(ByteBuffer list) throws IOException {
        while (list.remaining() >= CENTRAL && list.getInt(list.position()) == 0x02014B50) {
            int at = list.position();
            var name = new byte[two(list, at + 28)];
            list.get(at + CENTRAL, name);
            int extra = two(list, at + 30);
            long offset = offset(list, at, at + CENTRAL + name.length, extra);
            places.putIfAbsent(new String(name, StandardCharsets.UTF_8), content(name, offset));
            list.position(at + CENTRAL + name.length + extra + two(list, at + 32));
        }
    }

    private static ByteBuffer list(FileChannel file) throws IOException {
        long size = file.size();
        ByteBuffer tail =
                read(file, Math.max(0, size - END - LONGEST_COMMENT), END + LONGEST_COMMENT);
        int end = tail.limit() - END;
        while (tail.getInt(end) != 0x06054B50) {
            end--;
        }
        long length = four(tail, end + 12);
        long begin = four(tail, end + 16);
        if (begin == IN_EXTRA) {
            ByteBuffer wide = read(file, tail.getLong(end - LOCATOR + 8), WIDE_END);
            length = wide.getLong(40);
            begin = wide.getLong(48);
        }
        return read(file, begin, Math.min(length, LONGEST_LIST));
    }

    /// @param at    of the entry in the list
    /// @param extra where its further fields begin
    private static long offset(ByteBuffer list, int at, int extra, int extraLength) {
        long offset = four(list, at + 42);
        if (offset != IN_EXTRA) {
            return offset;
        }
        int field = extra;
        while (field < extra + extraLength && two(list, field) != WIDE_EXTRA) {
            field += 4 + two(list, field + 2);
        }
        int before =
                (four(list, at + 24) == IN_EXTRA ? 8 : 0)
                        + (four(list, at + 20) == IN_EXTRA ? 8 : 0);
        return list.getLong(field + 4 + before);
    }

    private long content(byte[] name, long offset) throws IOException {
        ByteBuffer local = read(file, offset, LOCAL + name.length);
        var again = new byte[name.length];
        local.get(LOCAL, again);
        if (local.getInt(0) != 0x04034B50
                || two(local, 26) != name.length
                || !Arrays.equals(name, again)) {
            throw new ZipException("an entry has two names");
        }
        return offset + LOCAL + name.length + two(local, 28);
    }

    /// As many bytes as there are.
    private static ByteBuffer read(FileChannel file, long from, long count) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(count)).order(ByteOrder.LITTLE_ENDIAN);
        for (int got = 0; got >= 0 && bytes.hasRemaining(); ) {
            got = file.read(bytes, from + bytes.position());
        }
        return bytes.flip();
    }

    private static int two(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    private static long four(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xFFFFFFFFL;
    }
}
