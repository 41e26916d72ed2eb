package dev.kiln.layers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Hashes of texts that are the same on every machine, and those of Keras.
///
/// Sources: FarmHash's `Fingerprint64` (https://github.com/google/farmhash), and SipHash-2-4 (Aumasson &
/// Bernstein 2012, https://www.aumasson.jp/siphash/siphash.pdf) with a key.
final class Fingerprint {
    private static final long K0 = 0xc3a5c85c97cb3127L;
    private static final long K1 = 0xb492b66fbe98f273L;
    private static final long K2 = 0x9ae16a3b2f90404fL;

    private final ByteBuffer bytes;
    private final int length;

    private Fingerprint(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        this.bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        this.length = encoded.length;
    }

    /// FarmHash's 64 bits.
    static long farm(String text) {
        return new Fingerprint(text).farm();
    }

    private long at(int place) {
        return bytes.getLong(place);
    }

    private long farm() {
        if (length <= 16) {
            return upTo16();
        }
        if (length <= 32) {
            return upTo32();
        }
        return length <= 64 ? upTo64() : longer();
    }

    private static long mixed(long v) {
        return v ^ (v >>> 47);
    }

    private static long pair(long u, long v, long factor) {
        long a = mixed((u ^ v) * factor);
        return mixed((v ^ a) * factor) * factor;
    }

    private static long turned(long v, int bits) {
        return Long.rotateRight(v, bits);
    }

    private long upTo16() {
        if (length >= 8) {
            long factor = K2 + length * 2L;
            long a = at(0) + K2;
            long b = at(length - 8);
            return pair(turned(b, 37) * factor + a, (turned(a, 25) + b) * factor, factor);
        }
        if (length >= 4) {
            long first = Integer.toUnsignedLong(bytes.getInt(0));
            long last = Integer.toUnsignedLong(bytes.getInt(length - 4));
            return pair(length + (first << 3), last, K2 + length * 2L);
        }
        if (length == 0) {
            return K2;
        }
        int y = (bytes.get(0) & 255) + ((bytes.get(length >> 1) & 255) << 8);
        int z = length + ((bytes.get(length - 1) & 255) << 2);
        return mixed(y * K2 ^ z * K0) * K2;
    }

    private long upTo32() {
        long factor = K2 + length * 2L;
        long a = at(0) * K1;
        long b = at(8);
        long c = at(length - 8) * factor;
        long d = at(length - 16) * K2;
        return pair(turned(a + b, 43) + turned(c, 30) + d, a + turned(b + K2, 18) + c, factor);
    }

    private long upTo64() {
        long factor = K2 + length * 2L;
        long a = at(0) * K2;
        long b = at(8);
        long c = at(length - 8) * factor;
        long d = at(length - 16) * K2;
        long y = turned(a + b, 43) + turned(c, 30) + d;
        long z = pair(y, a + turned(b + K2, 18) + c, factor);
        long e = at(16) * factor;
        long f = at(24);
        long g = (y + at(length - 32)) * factor;
        long h = (z + at(length - 24)) * factor;
        return pair(turned(e + f, 43) + turned(g, 30) + h, e + turned(f + a, 18) + g, factor);
    }

    /// Two sums over 32 bytes.
    private long[] weak(int place, long a, long b) {
        long first = a + at(place);
        long turnedSum = turned(b + first + at(place + 24), 21);
        long sum = first + at(place + 8) + at(place + 16);
        return new long[] {sum + at(place + 24), turnedSum + turned(sum, 44) + first};
    }

    private long longer() {
        long x = 81 * K2 + at(0);
        long y = 81 * K1 + 113;
        long z = mixed(y * K2 + 113) * K2;
        long[] v = {0, 0};
        long[] w = {0, 0};
        int end = (length - 1) / 64 * 64;
        for (int place = 0; place < end; place += 64) {
            x = turned(x + y + v[0] + at(place + 8), 37) * K1;
            y = turned(y + v[1] + at(place + 48), 42) * K1;
            x ^= w[1];
            y += v[0] + at(place + 40);
            z = turned(z + w[0], 33) * K1;
            v = weak(place, v[1] * K1, x + w[0]);
            w = weak(place + 32, z + w[1], y + at(place + 16));
            long swapped = z;
            z = x;
            x = swapped;
        }
        long factor = K1 + ((z & 255) << 1);
        int last = length - 64;
        w[0] += (length - 1) & 63;
        v[0] += w[0];
        w[0] += v[0];
        x = turned(x + y + v[0] + at(last + 8), 37) * factor;
        y = turned(y + v[1] + at(last + 48), 42) * factor;
        x ^= w[1] * 9;
        y += v[0] * 9 + at(last + 40);
        z = turned(z + w[0], 33) * factor;
        v = weak(last, v[1] * factor, x + w[0]);
        w = weak(last + 32, z + w[1], y + at(last + 16));
        return pair(
                pair(v[0], w[0], factor) + mixed(y) * K0 + x, pair(v[1], w[1], factor) + z, factor);
    }

    /// One hash of several, in their order, as TensorFlow's `SparseCross` has it.
    static long crossed(long... hashes) {
        long factor = 0xc6a4a7935bd1e995L;
        long all = 0xDECAFCAFFEL;
        for (long hash : hashes) {
            long result = (all ^ factor ^ mixed(hash * factor) * factor) * factor;
            all = mixed(mixed(result) * factor);
        }
        return all;
    }

    /// SipHash-2-4 with a key of 128 bits.
    static long sip(String text, long low, long high) {
        var of = new Fingerprint(text);
        long[] v = {
            low ^ 0x736f6d6570736575L,
            high ^ 0x646f72616e646f6dL,
            low ^ 0x6c7967656e657261L,
            high ^ 0x7465646279746573L
        };
        int whole = of.length / 8 * 8;
        for (int place = 0; place < whole; place += 8) {
            absorb(v, of.at(place));
        }
        long rest = (long) of.length << 56;
        for (int place = whole; place < of.length; place++) {
            rest |= (of.bytes.get(place) & 255L) << (8 * (place - whole));
        }
        absorb(v, rest);
        v[2] ^= 255;
        for (int round = 0; round < 4; round++) {
            stir(v);
        }
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void absorb(long[] v, long word) {
        v[3] ^= word;
        stir(v);
        stir(v);
        v[0] ^= word;
    }

    private static void stir(long[] v) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
        v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
        v[0] = Long.rotateLeft(v[0], 32);
        v[2] += v[1];
        v[0] += v[3];
        v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
        v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
        v[2] = Long.rotateLeft(v[2], 32);
    }
}
