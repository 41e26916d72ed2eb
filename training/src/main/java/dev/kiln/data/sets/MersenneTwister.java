package dev.kiln.data.sets;

/// The generator behind NumPy's `RandomState`, so that downloaded sets come in the order in which Keras gives them.
///
/// Source: Matsumoto & Nishimura 1998, MT19937 with the initialisation of 2002; bounded numbers by masking and rejection.
final class MersenneTwister {
    private static final int SIZE = 624;
    private static final int MIDDLE = 397;
    private final int[] state = new int[SIZE];
    private int index = SIZE;

    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1_812_433_253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    private int next() {
        if (index == SIZE) {
            for (int i = 0; i < SIZE; i++) {
                int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
                state[i] = state[(i + MIDDLE) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            }
            index = 0;
        }
        int y = state[index++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /// The numbers 0 to `size` - 1 as `RandomState.shuffle` orders them.
    int[] shuffled(int size) {
        var order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int mask = -1 >>> Integer.numberOfLeadingZeros(i);
            int other = next() & mask;
            while (other > i) {
                other = next() & mask;
            }
            int held = order[i];
            order[i] = order[other];
            order[other] = held;
        }
        return order;
    }
}
