package dev.kiln.graph;

/// Random numbers without state: a hash of (seed, stream, count, index). The same four give the same
/// number on every machine, in any order and on any number of threads.
///
/// The finaliser is the two-multiply 32-bit mix "lowbias32" of Chris Wellons' hash prospector
/// (https://github.com/skeeto/hash-prospector), keyed before and between the multiplies, so that two
/// keys do not give one sequence in another order.
///
/// @param first  key before the first multiply
/// @param second key between the multiplies
public record CounterRandom(int first, int second) {

    /// @param seed   of the run, or the layer's own
    /// @param stream which numbers: a layer's path and the number of its call
    /// @param count  which time: the optimizer's raw step, or the epoch
    public static CounterRandom of(long seed, String stream, long count) {
        long keys = keys(seed, stream, count);
        return new CounterRandom((int) keys, (int) (keys >>> 32));
    }

    /// Both keys without an object, for what draws numbers at each step: the first in the lower half, the second in the
    /// upper one.
    ///
    /// @see #of
    public static long keys(long seed, String stream, long count) {
        long key = mix(seed + 0x9E3779B97F4A7C15L);
        for (int i = 0; i < stream.length(); i++) {
            key = mix(key ^ stream.charAt(i));
        }
        return mix(key ^ mix(count + 0xD1B54A32D192ED03L));
    }

    /// 32 random bits.
    ///
    /// @param index which number of the stream, 0 or more
    public int bits(long index) {
        int x = (int) index ^ first ^ ((int) (index >>> 32) * 0x9E3779B9);
        x ^= x >>> 16;
        x *= 0x7FEB352D;
        x ^= x >>> 15;
        x += second;
        x *= 0x846CA68B;
        x ^= x >>> 16;
        return x;
    }

    /// Uniform over [0, 1) in steps of 2^-24.
    public float uniform(long index) {
        return (bits(index) >>> 8) * 0x1p-24f;
    }

    /// Standard normal (Box and Muller 1958), from two numbers of the stream.
    public double normal(long index) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform(2 * index)));
        return radius * Math.cos(2 * Math.PI * uniform(2 * index + 1));
    }

    /// A whole number below `bound`, for shuffles: bias below `bound` / 2^64.
    public int below(int bound, long index) {
        long wide = ((long) bits(2 * index) << 32) | (bits(2 * index + 1) & 0xFFFFFFFFL);
        return (int) Math.unsignedMultiplyHigh(wide, bound);
    }

    /// The finaliser of SplitMix64 (Steele, Lea & Flood 2014).
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
