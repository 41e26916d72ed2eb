package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import org.assertj.core.data.Offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

/// Random convolutions that read the image where it lies, beside those that lay it out in columns.
final class BesideColumns {
    private final Random random;
    private final Scratch scratch = new Scratch();

    BesideColumns(Random random) {
        this.random = random;
    }

    /// The result and what is sent back to both sides.
    ///
    /// @param name of this convolution in messages
    void compare(WindowPlaces window, int groups, int name) {
        Memory x = memory(window.x().size());
        Memory d = memory(window.y().size());
        Memory kernel =
                memory((long) window.size() * window.channels() / groups * window.y().last());
        var rows = new Elements(0, window.batch());
        same(
                name + " forward " + window,
                window.y().size(),
                to ->
                        new ConvolutionKernel.Forward(
                                window, groups, x.address(), kernel.address(), to, rows, scratch),
                to ->
                        DirectConvolution.forward(
                                window, groups, x.address(), kernel.address(), false, to, scratch));
        same(
                name + " to kernel " + window,
                kernel.size(),
                to ->
                        new ConvolutionKernel.ToKernel(
                                window, groups, x.address(), d.address(), to, rows, scratch),
                to ->
                        DirectConvolution.toKernel(
                                window, groups, x.address(), d.address(), to, scratch));
        if (window.canBeTurned() && PaddedImage.suits(window.turned())) {
            same(
                    name + " to input " + window,
                    x.size(),
                    to ->
                            new ConvolutionKernel.ToInput(
                                    window,
                                    groups,
                                    kernel.address(),
                                    d.address(),
                                    to,
                                    rows,
                                    scratch),
                    to ->
                            DirectConvolution.forward(
                                    window.turned(),
                                    groups,
                                    d.address(),
                                    kernel.address(),
                                    true,
                                    to,
                                    scratch));
        }
    }

    private static void same(
            String what, long size, LongFunction<Kernel> columns, LongFunction<Kernel> direct) {
        Memory expected = new Memory(size);
        Memory actual = new Memory(size);
        columns.apply(expected.address()).run(new Moment());
        direct.apply(actual.address()).run(new Moment());
        float[] found = floats(actual);
        float[] wanted = floats(expected);
        for (int i = 0; i < wanted.length; i++) {
            assertThat((double) found[i])
                    .as("%s, number %s", what, i)
                    .isCloseTo(wanted[i], Offset.offset(1e-3));
        }
    }

    /// A random window over one to three axes, with any steps, gaps and padding.
    WindowPlaces window(int channels, int out) {
        int axes = 1 + random.nextInt(3);
        var size = new ArrayList<Integer>();
        var strides = new ArrayList<Integer>();
        var dilation = new ArrayList<Integer>();
        var low = new ArrayList<Integer>();
        var high = new ArrayList<Integer>();
        var x = new ArrayList<Integer>(List.of(1 + random.nextInt(5)));
        var y = new ArrayList<Integer>(x);
        for (int axis = 0; axis < axes; axis++) {
            int extent = 1 + random.nextInt(4);
            int gap = 1 + random.nextInt(2);
            int step = 1 + (random.nextBoolean() ? 0 : random.nextInt(3));
            int reach = (extent - 1) * gap + 1;
            int space = reach + random.nextInt(9);
            size.add(extent);
            dilation.add(gap);
            strides.add(step);
            low.add(random.nextInt(3));
            high.add(random.nextInt(3));
            x.add(space);
            y.add((low.getLast() + space + high.getLast() - reach) / step + 1);
        }
        x.add(channels);
        y.add(out);
        return new WindowPlaces(
                new Window(size, strides, dilation, low, high), new Shape(x), new Shape(y));
    }

    Memory memory(long size) {
        var memory = new Memory(size);
        Tile.store(numbers((int) size, false), 0, memory.address(), (int) size);
        return memory;
    }

    /// @param isAwkward whether some are those of [ChainTest#AWKWARD]
    float[] numbers(int count, boolean isAwkward) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] =
                    isAwkward && random.nextInt(40) == 0
                            ? ChainTest.AWKWARD[random.nextInt(ChainTest.AWKWARD.length)]
                            : (float) random.nextGaussian();
        }
        return numbers;
    }

    static float[] floats(Memory memory) {
        float[] floats = new float[(int) memory.size()];
        Tile.load(memory.address(), floats, 0, floats.length);
        return floats;
    }
}
