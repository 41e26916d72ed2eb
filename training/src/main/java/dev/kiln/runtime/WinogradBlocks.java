package dev.kiln.runtime;

import java.util.Arrays;
import java.util.List;

/// How images are cut into blocks of two by two positions for [VectorTransforms], and where the numbers of a block lie: in the images, in the 16
/// matrices that are multiplied, and in what comes out.
final class WinogradBlocks {
    /// Matrices: one for each number of a transformed block.
    static final int MATRICES = 16;

    /// Floats between two of the matrices, so that their rows do not all meet in one set of the cache.
    static final int APART = 16;

    private static final int EDGE = 4;
    private static final int STEP = 2;
    private static final int WINDOW = 3;

    /// Floats of one of the 16 matrices: so much of all of them stays in a processor's second cache.
    private static final int NEAR = 4096;

    /// Blocks of one image.
    private final int perImage;

    /// Images that are worked on at a time.
    final int images;

    /// Blocks that are multiplied at a time.
    final int most;

    /// Where each block begins in the images.
    final int[] starts;

    /// How far behind that its numbers are.
    final int[] places;

    /// Where each block begins in arrays of whole blocks, before it is multiplied by the channels.
    private final int[] results;

    final int resultRows;
    final int resultColumns;

    /// @param image    with room for whole blocks
    /// @param width    numbers of a row of products
    /// @param rows     of a tile
    /// @param elements how many images there are
    WinogradBlocks(WindowPlaces window, PaddedImage image, int width, int rows, int elements) {
        int in = window.channels();
        int high = (window.y().get(1) + 1) / STEP;
        int wide = (window.y().get(2) + 1) / STEP;
        this.perImage = high * wide;
        this.resultRows = high * STEP;
        this.resultColumns = wide * STEP;
        int wanted = Math.max(NEAR / Math.max(in, width), rows);
        this.images = Math.clamp(wanted / perImage, 1, Math.max(elements, 1));
        int all = perImage * images;
        int parts = Math.ceilDiv(all, wanted);
        this.most = Math.min(Math.ceilDiv(Math.ceilDiv(all, parts), rows) * rows, all);
        this.starts = new int[all];
        this.results = new int[starts.length];
        for (int block = 0; block < starts.length; block++) {
            int number = block / perImage;
            int y = block % perImage / wide * STEP;
            int x = block % wide * STEP;
            starts[block] = number * image.size() + image.positions()[y * window.y().get(2) + x];
            results[block] = (number * resultRows + y) * resultColumns + x;
        }
        int down = image.places()[WINDOW * in];
        int right = image.places()[in];
        this.places = new int[EDGE * EDGE];
        Arrays.setAll(places, i -> i / EDGE * down + i % EDGE * right);
    }

    /// Whether the window is one that the transforms are made for, over whole vectors of channels.
    static boolean suits(WindowPlaces window) {
        return window.window().size().equals(List.of(WINDOW, WINDOW))
                && window.canBeTurned()
                && window.window().dilation().stream().allMatch(gap -> gap == 1)
                && window.channels() % TileProducts.LANES == 0
                && window.y().last() >= TileProducts.LANES
                && window.y().get(1) >= EDGE
                && window.y().get(2) >= EDGE;
    }

    /// Blocks of so many images.
    int of(int images) {
        return images * perImage;
    }

    /// Where each block begins in a matrix with rows of some width.
    int[] rows(int width) {
        int[] rows = new int[starts.length];
        Arrays.setAll(rows, block -> block % most * width);
        return rows;
    }

    /// How far the 16 matrices are from each other.
    static int[] matrices(int floats) {
        int[] places = new int[MATRICES];
        Arrays.setAll(places, i -> i * floats);
        return places;
    }

    /// Where each block begins among results with so many channels.
    int[] results(int width) {
        return Arrays.stream(results).map(place -> place * width).toArray();
    }

    /// How far behind that its four numbers are.
    int[] resultPlaces(int width) {
        return new int[] {0, width, resultColumns * width, (resultColumns + 1) * width};
    }
}
