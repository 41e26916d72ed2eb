package dev.kiln.saving.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Fields of the format one behind the other, little-endian.
final class Fields {
    private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            var larger = ByteBuffer.allocate(2 * bytes.capacity() + more);
            bytes = larger.order(ByteOrder.LITTLE_ENDIAN).put(bytes.flip());
        }
        return bytes;
    }

    Fields bytes(int... values) {
        for (int value : values) {
            room(1).put((byte) value);
        }
        return this;
    }

    Fields bytes(byte[] values) {
        room(values.length).put(values);
        return this;
    }

    Fields ascii(String text) {
        return bytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    Fields two(int value) {
        room(2).putShort((short) value);
        return this;
    }

    Fields four(int value) {
        room(4).putInt(value);
        return this;
    }

    Fields eight(long value) {
        room(8).putLong(value);
        return this;
    }

    int size() {
        return bytes.position();
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /// Ends a part of the format with the checksum of all that is here.
    Fields checksum() {
        return four(Checksum.of(toArray()));
    }
}
