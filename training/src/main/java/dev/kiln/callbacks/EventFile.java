package dev.kiln.callbacks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.CRC32C;

/// A file of events that TensorBoard reads: records of a length, its checksum, an `Event` message, its checksum.
///
/// Source: TensorFlow's `tensorflow/core/lib/io/record_writer.h` (records and their masked CRC-32C) and
/// `event.proto`, `summary.proto`, `tensor.proto` (messages). Scalars stand as tensors of one float, as
/// `tf.summary.scalar` of TensorFlow 2 writes them.
///
/// Events are collected and appended by [#flush()]; no file is kept open, so that a fit that fails leaves none.
final class EventFile {
    private static final int MASK = 0xa282ead8;
    private static final int FULL = 1 << 14;

    /// Wire types of protocol buffers.
    private static final int VARINT = 0;

    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH_FIRST = 2;

    /// `DT_FLOAT` of `types.proto` and `DATA_CLASS_SCALAR` of `summary.proto`.
    private static final int FLOAT = 1;

    private static final int SCALAR = 1;

    private final Path file;
    private final Message waiting = new Message();

    /// Nothing is written before the first [#flush()].
    EventFile(Path file) {
        this.file = file;
        record(event(0).text(3, "brain.Event:2"));
    }

    /// @param step not below 0
    void scalar(String tag, double value, long step) throws IOException {
        var shown = new Message().message(1, new Message().text(1, "scalars")).number(4, SCALAR);
        var tensor =
                new Message()
                        .number(1, FLOAT)
                        .message(2, new Message())
                        .message(5, new Message().float32((float) value));
        var summary =
                new Message()
                        .message(
                                1, new Message().text(1, tag).message(8, tensor).message(9, shown));
        record(event(step).message(5, summary));
        if (waiting.size() > FULL) {
            flush();
        }
    }

    private static Message event(long step) {
        Instant now = Instant.now();
        return new Message()
                .float64(1, now.getEpochSecond() + now.getNano() * 1e-9)
                .number(2, step);
    }

    private void record(Message message) {
        byte[] data = message.toByteArray();
        byte[] length = littleEndian(Long.BYTES).putLong(data.length).array();
        waiting.writeBytes(length);
        waiting.writeBytes(masked(length));
        waiting.writeBytes(data);
        waiting.writeBytes(masked(data));
    }

    /// A checksum that stays one when it is checksummed itself.
    private static byte[] masked(byte[] data) {
        var checksum = new CRC32C();
        checksum.update(data);
        int masked = Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
        return littleEndian(Integer.BYTES).putInt(masked).array();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Appends what was collected, and makes the folder where it is missing.
    void flush() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(
                file, waiting.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        waiting.reset();
    }

    /// A message of protocol buffers while it is written.
    private static final class Message extends ByteArrayOutputStream {
        Message number(int field, long value) {
            key(field, VARINT);
            varint(value);
            return this;
        }

        Message float64(int field, double value) {
            key(field, EIGHT_BYTES);
            writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
            return this;
        }

        /// A packed number without a key.
        Message float32(float value) {
            writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toByteArray());
        }

        private Message bytes(int field, byte[] value) {
            key(field, LENGTH_FIRST);
            varint(value.length);
            writeBytes(value);
            return this;
        }

        private void key(int field, int wireType) {
            varint((long) field << 3 | wireType);
        }

        private void varint(long value) {
            long left = value;
            while ((left & ~0x7fL) != 0) {
                write((int) (left & 0x7f | 0x80));
                left >>>= 7;
            }
            write((int) left);
        }
    }
}
