package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.kiln.graph.Op;
import dev.kiln.plan.Instruction;
import dev.kiln.plan.View;

import org.bytedeco.openblas.global.openblas;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/// Convolutions of any rank, in groups, strided and dilated: the numbers under each position are laid side by side
/// ("im2col"), then it is a matrix product for each group.
abstract class ConvolutionKernel implements Kernel {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;
    private static final int TRANSPOSED = 112;

    /// Floats of columns that are laid out at a time, so that they stay in the cache.
    private static final int COLUMNS = 1 << 17;

    private static final int FEW_CHANNELS = 8;
    private static final int MOST_COPIED = 1 << 20;

    final int[] table;

    /// The elements of the batch that it works on: from the first, up to the end.
    final int first;

    final int end;
    final int positions;
    final int spaces;
    final int size;
    final int groups;

    /// Channels of x in a group, and of y.
    final int in;

    final int out;

    /// Positions that are worked on at a time.
    final int block;

    private final Scratch scratch;

    /// Where whole places are copied.
    private final @Nullable Runs runs;

    /// One element of x where that has few channels, else empty.
    private final float[] element;

    private final float[] added = new float[Tile.SIZE];
    private final float[] row = new float[Tile.SIZE];
    private final Native.Place a = new Native.Place();
    private final Native.Place b = new Native.Place();
    private final Native.Place c = new Native.Place();

    ConvolutionKernel(WindowPlaces places, int groups, Elements elements, Scratch scratch) {
        this.table = places.table();
        this.first = elements.first();
        this.end = elements.end();
        this.positions = places.positions();
        this.spaces = places.spaces();
        this.size = places.size();
        this.groups = groups;
        this.in = places.channels() / groups;
        this.out = places.y().last() / groups;
        this.block = Math.max(1, Math.min(positions, COLUMNS / Math.max(1, size * in)));
        this.scratch = scratch;
        long floats = (long) spaces * places.channels();
        this.element = new float[in <= FEW_CHANNELS && floats <= MOST_COPIED ? (int) floats : 0];
        boolean copiesPlaces = element.length == 0 && groups == 1 && size > 0;
        this.runs = copiesPlaces ? new Runs(table, size, in) : null;
        scratch.reserve((long) block * size * in);
    }

    /// A product of this many multiplications and additions is worth a second thread.
    static final double WORTH_HALVING = 2e7;

    /// Multiplications and additions of a convolution, and of each of its gradients.
    static double work(WindowPlaces places, int groups) {
        return 2.0 * places.y().size() * places.size() * (places.channels() / groups);
    }

    /// A kernel over the whole batch, in halves where that is worth it.
    static Kernel of(
            WindowPlaces places,
            int groups,
            Scratch scratch,
            HalvedKernel.Part<ConvolutionKernel> part) {
        boolean isWorth = work(places, groups) >= WORTH_HALVING;
        return HalvedKernel.of(places.batch(), isWorth, scratch, part, ConvolutionKernel::join);
    }

    /// What the kernel of an instruction reserves; 0 for one that is no convolution.
    static long workingFloats(Instruction.Windowed windowed) {
        View x;
        View y;
        int groups;
        switch (windowed.op()) {
            case Op.Convolution(var _, int count) -> {
                x = windowed.reads().get(0);
                y = windowed.result();
                groups = count;
            }
            case Op.ConvolutionInputGradient(var _, int count, var _) -> {
                x = windowed.result();
                y = windowed.reads().get(1);
                groups = count;
            }
            case Op.ConvolutionKernelGradient(var _, int count, var _) -> {
                x = windowed.reads().get(0);
                y = windowed.reads().get(1);
                groups = count;
            }
            default -> {
                return 0;
            }
        }
        var window = new WindowPlaces(windowed.window(), x.shape(), y.shape());
        if (windowed.op() instanceof Op.ConvolutionInputGradient
                ? DirectConvolution.suitsBack(window, groups)
                : DirectConvolution.suits(window, groups)) {
            return 0;
        }
        int in = x.shape().last() / groups;
        long size = 1;
        for (int extent : windowed.window().size()) {
            size *= extent;
        }
        long positions = y.shape().slice(1, y.shape().rank() - 1).size();
        long block = Math.clamp(COLUMNS / Math.max(1, size * in), 1, Math.max(positions, 1));
        boolean isHalved = window.batch() >= 2 && work(window, groups) >= WORTH_HALVING;
        return block * size * in * (isHalved ? 2 : 1);
    }

    /// Puts what another part of the batch gave to what this one gave.
    void join(ConvolutionKernel other) {}

    long columns() {
        return scratch.address();
    }

    /// Lays out one group's numbers under positions `from` to `from + count`: `[count, size * in]`.
    void gather(long x, int group, int from, int count) {
        if (element.length > 0) {
            gatherNumbers(x, group, from, count);
            return;
        }
        long columns = columns();
        if (runs != null) {
            runs.gather(x, from, count, columns);
            return;
        }
        long bytes = (long) in * Float.BYTES;
        long channelBytes = bytes * groups;
        for (int i = from * size; i < (from + count) * size; i++) {
            int place = table[i];
            if (place < 0) {
                for (int ch = 0; ch < in; ch++) {
                    EVERYWHERE.set(JAVA_FLOAT, columns + (long) ch * Float.BYTES, 0);
                }
            } else {
                MemorySegment.copy(
                        EVERYWHERE,
                        x + place * channelBytes + group * bytes,
                        EVERYWHERE,
                        columns,
                        bytes);
            }
            columns += bytes;
        }
    }

    /// The same where a place has few channels: number by number, from a copy of the whole element in an array.
    private void gatherNumbers(long x, int group, int from, int count) {
        if (from == 0 && group == 0) {
            Tile.load(x, element, 0, element.length);
        }
        long columns = columns();
        int channels = in * groups;
        int filled = 0;
        for (int i = from * size; i < (from + count) * size; i++) {
            int place = table[i];
            int source = place * channels + group * in;
            for (int ch = 0; ch < in; ch++) {
                row[filled++] = place < 0 ? 0 : element[source + ch];
            }
            if (filled + in > row.length) {
                Tile.store(row, 0, columns, filled);
                columns += (long) filled * Float.BYTES;
                filled = 0;
            }
        }
        Tile.store(row, 0, columns, filled);
    }

    /// Adds columns back to where they came from.
    void scatter(long x, int group, int from, int count) {
        long columns = columns();
        long bytes = (long) in * Float.BYTES;
        long channelBytes = bytes * groups;
        for (int i = from * size; i < (from + count) * size; i++) {
            int place = table[i];
            if (place >= 0) {
                add(columns, x + place * channelBytes + group * bytes, in);
            }
            columns += bytes;
        }
    }

    /// Adds numbers in memory to others.
    final void add(long from, long to, long count) {
        for (long done = 0; done < count; done += Tile.SIZE) {
            int n = (int) Math.min(Tile.SIZE, count - done);
            long shift = done * Float.BYTES;
            Tile.load(from + shift, added, 0, n);
            Tile.load(to + shift, row, 0, n);
            Tile.add(added, row, n);
            Tile.store(row, 0, to + shift, n);
        }
    }

    void product(
            boolean transposeLeft,
            boolean transposeRight,
            int n,
            int m,
            int k,
            long left,
            int leftWidth,
            long right,
            int rightWidth,
            float keep,
            long to,
            int width) {
        openblas.cblas_sgemm(
                ROW_MAJOR,
                transposeLeft ? TRANSPOSED : AS_IT_IS,
                transposeRight ? TRANSPOSED : AS_IT_IS,
                n,
                m,
                k,
                1,
                a.at(left),
                leftWidth,
                b.at(right),
                rightWidth,
                keep,
                c.at(to),
                width);
    }

    /// Works on one block of positions of one element of the batch.
    ///
    /// @param x where the element's numbers in space start, bytes from the array's start
    /// @param y where its block of positions starts, likewise
    abstract void block(long x, long y, int group, int from, int count);

    @Override
    public void run(Moment moment) {
        for (int e = first; e < end; e++) {
            long x = (long) e * spaces * in * groups * Float.BYTES;
            for (int from = 0; from < positions; from += block) {
                long y = ((long) e * positions + from) * out * groups * Float.BYTES;
                int count = Math.min(block, positions - from);
                for (int group = 0; group < groups && in > 0 && out > 0; group++) {
                    block(x, y, group, from, count);
                }
            }
        }
    }

    static final class Forward extends ConvolutionKernel {
        private final long x;
        private final long kernel;
        private final long to;

        Forward(
                WindowPlaces places,
                int groups,
                long x,
                long kernel,
                long to,
                Elements elements,
                Scratch scratch) {
            super(places, groups, elements, scratch);
            this.x = x;
            this.kernel = kernel;
            this.to = to;
        }

        @Override
        void block(long xOffset, long yOffset, int group, int from, int count) {
            gather(x + xOffset, group, from, count);
            long shift = (long) group * out * Float.BYTES;
            product(
                    false,
                    false,
                    count,
                    out,
                    size * in,
                    columns(),
                    size * in,
                    kernel + shift,
                    out * groups,
                    0,
                    to + yOffset + shift,
                    out * groups);
        }

        @Override
        public void run(Moment moment) {
            if (in == 0 || size == 0) {
                long floats = (long) positions * out * groups;
                Native.zero(to + first * floats * Float.BYTES, (end - first) * floats);
            }
            super.run(moment);
        }
    }

    static final class ToInput extends ConvolutionKernel {
        private final long kernel;
        private final long d;
        private final long to;

        ToInput(
                WindowPlaces places,
                int groups,
                long kernel,
                long d,
                long to,
                Elements elements,
                Scratch scratch) {
            super(places, groups, elements, scratch);
            this.kernel = kernel;
            this.d = d;
            this.to = to;
        }

        @Override
        public void run(Moment moment) {
            long floats = (long) spaces * in * groups;
            Native.zero(to + first * floats * Float.BYTES, (end - first) * floats);
            super.run(moment);
        }

        @Override
        void block(long xOffset, long yOffset, int group, int from, int count) {
            long shift = (long) group * out * Float.BYTES;
            product(
                    false,
                    true,
                    count,
                    size * in,
                    out,
                    d + yOffset + shift,
                    out * groups,
                    kernel + shift,
                    out * groups,
                    0,
                    columns(),
                    size * in);
            scatter(to + xOffset, group, from, count);
        }
    }

    static final class ToKernel extends ConvolutionKernel {
        private final long x;
        private final long d;
        private final long to;

        /// Where a later part of the batch adds up its share.
        private final @Nullable Memory own;

        ToKernel(
                WindowPlaces places,
                int groups,
                long x,
                long d,
                long to,
                Elements elements,
                Scratch scratch) {
            super(places, groups, elements, scratch);
            this.x = x;
            this.d = d;
            this.own = elements.first() == 0 ? null : new Memory((long) size * in * out * groups);
            this.to = own == null ? to : own.address();
        }

        @Override
        void join(ConvolutionKernel other) {
            add(((ToKernel) other).to, to, (long) size * in * out * groups);
        }

        @Override
        public void run(Moment moment) {
            Native.zero(to, (long) size * in * out * groups);
            super.run(moment);
        }

        @Override
        void block(long xOffset, long yOffset, int group, int from, int count) {
            gather(x + xOffset, group, from, count);
            long shift = (long) group * out * Float.BYTES;
            product(
                    true,
                    false,
                    size * in,
                    out,
                    count,
                    columns(),
                    size * in,
                    d + yOffset + shift,
                    out * groups,
                    1,
                    to + shift,
                    out * groups);
        }
    }
}
