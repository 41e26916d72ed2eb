package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

/// What a convolution in steps of one sends back to its x: a convolution of what arrived, with the kernel turned round and its channels
/// exchanged. Every place is written once, where adding up columns would read and write it once for each place of the window.
final class TurnedKernel implements Kernel {
    private final int size;
    private final int groups;
    private final int in;
    private final int out;
    private final long kernel;
    private final Memory turned;
    private final float[] numbers;
    private final Kernel convolution;

    TurnedKernel(WindowPlaces places, int groups, long kernel, long d, long to, Scratch scratch) {
        this.size = places.size();
        this.groups = groups;
        this.in = places.channels() / groups;
        this.out = places.y().last() / groups;
        this.kernel = kernel;
        this.turned = new Memory((long) size * in * out * groups);
        this.numbers = new float[Math.toIntExact(turned.size())];
        WindowPlaces back = places.turned();
        this.convolution =
                ConvolutionKernel.of(
                        back,
                        groups,
                        scratch,
                        (part, work) ->
                                new ConvolutionKernel.Forward(
                                        back, groups, d, turned.address(), to, part, work));
    }

    /// Whether this is less work than adding up columns.
    static boolean suits(WindowPlaces places, int groups) {
        return places.canBeTurned() && places.channels() >= groups && places.size() > 0;
    }

    @Override
    public void run(Moment moment) {
        turn();
        convolution.run(moment);
    }

    /// `[window, in, groups * out]` to `[window backwards, out, groups * in]`.
    private void turn() {
        long at = kernel;
        int width = groups * in;
        for (int w = size - 1; w >= 0; w--) {
            for (int i = 0; i < in; i++) {
                for (int group = 0; group < groups; group++) {
                    int to = w * out * width + group * in + i;
                    for (int o = 0; o < out; o++) {
                        numbers[to] = EVERYWHERE.get(JAVA_FLOAT, at);
                        at += Float.BYTES;
                        to += width;
                    }
                }
            }
        }
        Tile.store(numbers, 0, turned.address(), numbers.length);
    }
}
