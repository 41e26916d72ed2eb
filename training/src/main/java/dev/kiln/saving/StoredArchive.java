package dev.kiln.saving;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/// Writes a zip archive whose entries are not compressed, as Keras does: weights look like noise. Each byte is read once,
/// for its checksum and for the disk together.
///
/// Source: PKWARE's APPNOTE 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, with the wide fields of
/// its section 4.3.9 where an entry needs them.
final class StoredArchive implements Closeable {
    /// Small enough to stay in the processor's cache between checksum and copy.
    private static final int PIECE = 1 << 18;

    private static final int LOCAL = 0x04034B50;
    private static final int CENTRAL = 0x02014B50;
    private static final int WIDE_END = 0x06064B50;
    private static final int WIDE_LOCATOR = 0x07064B50;
    private static final int END = 0x06054B50;

    private static final int WIDE_EXTRA = 1;
    private static final int NAMES_IN_UTF_8 = 0x0800;
    private static final int IN_EXTRA = 0xFFFFFFFF;
    private static final int FIELDS = 128;

    private final FileChannel channel;
    private final long mostNarrow;
    private final int date;
    private final int time;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(byte[] name, long size, long offset, long checksum) {}

    /// Takes what stands in an entry.
    interface Sink {
        void write(MemorySegment bytes) throws IOException;
    }

    interface Content {
        void write(Sink to) throws IOException;
    }

    /// @param channel empty; closed with the archive
    StoredArchive(FileChannel channel, LocalDateTime now) {
        this(channel, now, 0xFFFFFFFEL);
    }

    /// @param mostNarrow the largest size or place that is written in four bytes
    StoredArchive(FileChannel channel, LocalDateTime now, long mostNarrow) {
        this.channel = channel;
        this.mostNarrow = mostNarrow;
        this.date = (now.getYear() - 1980) << 9 | now.getMonthValue() << 5 | now.getDayOfMonth();
        this.time = now.getHour() << 11 | now.getMinute() << 5 | now.getSecond() / 2;
    }

    void text(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        entry(name, bytes.length, to -> to.write(MemorySegment.ofArray(bytes)));
    }

    /// @param size of what `content` writes, in bytes
    void entry(String name, long size, Content content) throws IOException {
        byte[] letters = name.getBytes(StandardCharsets.UTF_8);
        long offset = channel.position();
        write(local(new Entry(letters, size, offset, 0)));
        long begin = channel.position();
        var checksum = new CRC32();
        content.write(bytes -> copy(bytes, checksum::update, channel));
        if (channel.position() - begin != size) {
            throw new IllegalStateException(
                    name + " has " + (channel.position() - begin) + " bytes, not " + size);
        }
        var entry = new Entry(letters, size, offset, checksum.getValue());
        entries.add(entry);
        ByteBuffer header = local(entry);
        for (long at = offset; header.hasRemaining(); ) {
            at += channel.write(header, at);
        }
    }

    /// Writes bytes wherever they lie, piece by piece.
    ///
    /// @param seen gets each piece before it is written
    static void copy(MemorySegment bytes, Consumer<ByteBuffer> seen, FileChannel to)
            throws IOException {
        for (long from = 0; from < bytes.byteSize(); from += PIECE) {
            ByteBuffer piece =
                    bytes.asSlice(from, Math.min(PIECE, bytes.byteSize() - from)).asByteBuffer();
            seen.accept(piece.duplicate());
            while (piece.hasRemaining()) {
                to.write(piece);
            }
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private boolean isWide(long number) {
        return number > mostNarrow;
    }

    private static ByteBuffer fields(int more) {
        return ByteBuffer.allocate(FIELDS + more).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer local(Entry entry) {
        boolean isWide = isWide(entry.size());
        var to = fields(entry.name().length).putInt(LOCAL);
        common(to, entry, isWide);
        to.putShort((short) (isWide ? 20 : 0)).put(entry.name());
        if (isWide) {
            to.putShort((short) WIDE_EXTRA).putShort((short) 16);
            to.putLong(entry.size()).putLong(entry.size());
        }
        return to.flip();
    }

    /// From the version that a reader needs to the length of the name.
    private void common(ByteBuffer to, Entry entry, boolean isWide) {
        int size = isWide ? IN_EXTRA : (int) entry.size();
        to.putShort((short) (isWide ? 45 : 20))
                .putShort((short) NAMES_IN_UTF_8)
                .putShort((short) 0);
        to.putShort((short) time).putShort((short) date).putInt((int) entry.checksum());
        to.putInt(size).putInt(size).putShort((short) entry.name().length);
    }

    private ByteBuffer central(Entry entry) {
        boolean isWide = isWide(entry.size()) || isWide(entry.offset());
        var to = fields(entry.name().length).putInt(CENTRAL).putShort((short) 45);
        common(to, entry, isWide);
        to.putShort((short) (isWide ? 28 : 0)).putShort((short) 0).putShort((short) 0);
        to.putShort((short) 0).putInt(0).putInt(isWide ? IN_EXTRA : (int) entry.offset());
        to.put(entry.name());
        if (isWide) {
            to.putShort((short) WIDE_EXTRA).putShort((short) 24);
            to.putLong(entry.size()).putLong(entry.size()).putLong(entry.offset());
        }
        return to.flip();
    }

    /// Writes the list of entries.
    void finish() throws IOException {
        long begin = channel.position();
        for (Entry entry : entries) {
            write(central(entry));
        }
        long end = channel.position();
        boolean isWide = isWide(begin);
        short count = (short) entries.size();
        var to = fields(0);
        if (isWide) {
            to.putInt(WIDE_END).putLong(44).putShort((short) 45).putShort((short) 45);
            to.putInt(0)
                    .putInt(0)
                    .putLong(count)
                    .putLong(count)
                    .putLong(end - begin)
                    .putLong(begin);
            to.putInt(WIDE_LOCATOR).putInt(0).putLong(end).putInt(1);
        }
        to.putInt(END).putShort((short) 0).putShort((short) 0).putShort(count).putShort(count);
        to.putInt((int) (end - begin)).putInt(isWide ? IN_EXTRA : (int) begin).putShort((short) 0);
        write(to.flip());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
