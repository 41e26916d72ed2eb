package dev.kiln.magics.training;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.tensor.Shape;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

import javax.imageio.ImageIO;

/// Rows that are images, side by side in one small picture.
final class Thumbnails {
    private static final int SIDE = 40;
    private static final int GAP = 4;
    private static final int ACROSS = 8;
    private static final int MOST_BYTES = 12_000;
    private static final int SMALLEST = 4;

    private Thumbnails() {}

    static boolean areImages(Dataset rows) {
        return rows.inputs().size() == 1 && isImage(rows.x.rowShape());
    }

    private static boolean isImage(Shape row) {
        boolean isFlat = row.rank() == 2;
        boolean hasColors = row.rank() == 3 && (row.get(2) == 1 || row.get(2) == 3);
        return (isFlat || hasColors) && row.get(0) >= SMALLEST && row.get(1) >= SMALLEST;
    }

    /// @param chosen places of the rows, in order
    /// @param alt    what they are, in a sentence
    /// @return empty where rows are no images
    static Optional<Block> of(Dataset rows, List<Integer> chosen, String alt) {
        if (chosen.isEmpty() || !areImages(rows)) {
            return Optional.empty();
        }
        // A smaller side where noise makes the picture too large.
        for (int side = SIDE; ; side /= 2) {
            BufferedImage strip = strip(rows.x, chosen, side);
            byte[] png = png(strip);
            if (png.length <= MOST_BYTES || side <= 10) {
                return Optional.of(
                        new Block.Thumbnails(png, strip.getWidth(), strip.getHeight(), alt));
            }
        }
    }

    private static BufferedImage strip(FloatArray images, List<Integer> chosen, int side) {
        int across = Math.min(ACROSS, chosen.size());
        int down = (chosen.size() + across - 1) / across;
        var strip =
                new BufferedImage(
                        across * (side + GAP) - GAP,
                        down * (side + GAP) - GAP,
                        BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < chosen.size(); i++) {
            paint(
                    strip,
                    images,
                    chosen.get(i),
                    i % across * (side + GAP),
                    i / across * (side + GAP),
                    side);
        }
        return strip;
    }

    /// From its darkest to its lightest number, whatever they were scaled to.
    private static void paint(
            BufferedImage strip, FloatArray images, int row, int left, int top, int side) {
        Shape shape = images.rowShape();
        int channels = shape.rank() == 3 ? shape.get(2) : 1;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (long i = 0; i < images.rowSize(); i++) {
            low = Math.min(low, images.get(row, i));
            high = Math.max(high, images.get(row, i));
        }
        float span = high > low ? high - low : 1;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                long pixel =
                        (long) (y * shape.get(0) / side) * shape.get(1) + x * shape.get(1) / side;
                int color = 0xFF;
                for (int channel = 0; channel < 3; channel++) {
                    float value = images.get(row, pixel * channels + channel % channels);
                    float share = Float.isFinite(value) ? (value - low) / span : 0;
                    color = color << 8 | Math.clamp(Math.round(share * 255), 0, 255);
                }
                strip.setRGB(left + x, top + y, color);
            }
        }
    }

    private static byte[] png(BufferedImage image) {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
