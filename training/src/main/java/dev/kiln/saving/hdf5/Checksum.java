package dev.kiln.saving.hdf5;

/// The checksum of HDF5's own structures.
///
/// Source: `hashlittle` of Bob Jenkins' `lookup3.c` (2006, public domain), https://burtleburtle.net/bob/hash/index.html,
/// begun with 0.
final class Checksum {
    private static final int START = 0xDEADBEEF;

    private int a;
    private int b;
    private int c;

    private Checksum(int length) {
        a = START + length;
        b = a;
        c = a;
    }

    static int of(byte[] bytes) {
        var sum = new Checksum(bytes.length);
        int at = 0;
        // The last twelve bytes are mixed in another way, so they wait even where they are whole.
        for (; bytes.length - at > 12; at += 12) {
            sum.add(bytes, at);
            sum.mix();
        }
        if (bytes.length > 0) {
            sum.add(bytes, at);
            sum.finish();
        }
        return sum.c;
    }

    private void add(byte[] bytes, int at) {
        a += word(bytes, at);
        b += word(bytes, at + 4);
        c += word(bytes, at + 8);
    }

    /// Four bytes, little-endian; zeros behind the end.
    private static int word(byte[] bytes, int at) {
        int word = 0;
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            word |= (bytes[at + i] & 0xFF) << (8 * i);
        }
        return word;
    }

    private void mix() {
        a = (a - c) ^ Integer.rotateLeft(c, 4);
        c += b;
        b = (b - a) ^ Integer.rotateLeft(a, 6);
        a += c;
        c = (c - b) ^ Integer.rotateLeft(b, 8);
        b += a;
        a = (a - c) ^ Integer.rotateLeft(c, 16);
        c += b;
        b = (b - a) ^ Integer.rotateLeft(a, 19);
        a += c;
        c = (c - b) ^ Integer.rotateLeft(b, 4);
        b += a;
    }

    private void finish() {
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        c = (c ^ b) - Integer.rotateLeft(b, 24);
    }
}
