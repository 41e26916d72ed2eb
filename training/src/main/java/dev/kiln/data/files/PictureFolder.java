package dev.kiln.data.files;

import dev.kiln.catalog.UserError;
import dev.kiln.data.FloatArray;
import dev.kiln.data.Source;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/// Reads pictures: a folder that has one folder for each class, or one file.
///
/// What Java's ImageIO reads is read: PNG, JPEG, GIF, BMP, WBMP. Rows are height x width x 3 (red, green, blue) or x 1 where
/// every picture is grey, 0 to 255.
public final class PictureFolder {
    private static final List<String> ENDINGS =
            List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".wbmp");

    private PictureFolder() {}

    /// @param size height x width to which pictures are scaled; null keeps them, and then all must be alike
    /// @throws UserError E124 where the folder is not there, E126 where a picture cannot be read, E127 where sizes differ
    public static Source read(Path path, @Nullable Shape size) {
        Path folder = FilePlaces.folder(path);
        var files = new ArrayList<Path>();
        var labels = new ArrayList<String>();
        for (Path kind : list(folder)) {
            if (Files.isDirectory(kind)) {
                for (Path file : list(kind)) {
                    if (isPicture(file)) {
                        files.add(file);
                        labels.add(String.valueOf(kind.getFileName()));
                    }
                }
            }
        }
        if (files.isEmpty()) {
            throw new UserError(
                    "E124",
                    "no pictures in the folders of "
                            + path
                            + ". Expected: one folder for each class, with "
                            + String.join(" ", ENDINGS)
                            + " files in it.",
                    "Move the pictures of each class into a folder named after the class.");
        }
        String name = String.valueOf(folder.getFileName());
        String typed = "images(\"" + path + "\")" + (size == null ? "" : " size=" + size);
        FloatArray x = pictures(files, size, "images(\"" + path + "\")");
        return new Source.OfArray(
                name,
                typed,
                x,
                Table.create(StringColumn.create("class", labels)),
                null,
                List.of(),
                255,
                -1,
                true);
    }

    /// One picture as one row.
    ///
    /// @param rowShape height x width x channels that the model takes; null for the picture's own
    public static FloatArray picture(Path path, @Nullable Shape rowShape) {
        Path file = FilePlaces.file(path);
        Shape size = rowShape == null ? null : rowShape.slice(0, 2);
        BufferedImage image = scaled(open(file), size);
        int channels = rowShape == null ? (isGrey(image) ? 1 : 3) : rowShape.get(2);
        Shape shape = Shape.of(1, image.getHeight(), image.getWidth(), channels);
        MemorySegment memory = FloatArray.allocate(shape);
        write(image, channels, memory, 0);
        return FloatArray.of(shape, memory);
    }

    private static FloatArray pictures(List<Path> files, @Nullable Shape size, String typed) {
        Shape first = size;
        boolean isGrey = true;
        // Sizes and colours first: pictures are kept as numbers only, one at a time.
        for (Path file : files) {
            BufferedImage image = open(file);
            Shape own = Shape.of(image.getHeight(), image.getWidth());
            if (first == null) {
                first = own;
            }
            if (size == null && !own.equals(first)) {
                throw new UserError(
                        "E127",
                        "the pictures differ in size: "
                                + files.getFirst().getFileName()
                                + " is "
                                + first
                                + ", "
                                + file.getFileName()
                                + " is "
                                + own
                                + ".",
                        "Type: %data " + typed + " size=64x64");
            }
            isGrey = isGrey && isGrey(image);
        }
        int channels = isGrey ? 1 : 3;
        Shape shape =
                java.util.Objects.requireNonNull(first).batchOf(files.size()).inserted(3, channels);
        MemorySegment memory = FloatArray.allocate(shape);
        long rowSize = shape.row().size();
        for (int i = 0; i < files.size(); i++) {
            write(scaled(open(files.get(i)), first), channels, memory, i * rowSize);
        }
        return FloatArray.of(shape, memory);
    }

    private static void write(BufferedImage image, int channels, MemorySegment memory, long from) {
        long at = from;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                int red = rgb >> 16 & 0xFF;
                int green = rgb >> 8 & 0xFF;
                int blue = rgb & 0xFF;
                if (channels == 1) {
                    // Luma of ITU-R BT.601, as Pillow's mode L.
                    float grey =
                            red == green && green == blue
                                    ? red
                                    : Math.round(0.299f * red + 0.587f * green + 0.114f * blue);
                    memory.setAtIndex(ValueLayout.JAVA_FLOAT, at++, grey);
                } else {
                    memory.setAtIndex(ValueLayout.JAVA_FLOAT, at++, red);
                    memory.setAtIndex(ValueLayout.JAVA_FLOAT, at++, green);
                    memory.setAtIndex(ValueLayout.JAVA_FLOAT, at++, blue);
                }
            }
        }
    }

    private static boolean isGrey(BufferedImage image) {
        return image.getColorModel().getNumColorComponents() == 1;
    }

    private static BufferedImage scaled(BufferedImage image, @Nullable Shape size) {
        if (size == null || (image.getHeight() == size.get(0) && image.getWidth() == size.get(1))) {
            return image;
        }
        int type = isGrey(image) ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        // Halving first, as bilinear interpolation looks at four neighbours only.
        BufferedImage smaller = image;
        while (smaller.getHeight() >= 2 * size.get(0) && smaller.getWidth() >= 2 * size.get(1)) {
            smaller = drawn(smaller, smaller.getHeight() / 2, smaller.getWidth() / 2, type);
        }
        return drawn(smaller, size.get(0), size.get(1), type);
    }

    private static BufferedImage drawn(BufferedImage image, int height, int width, int type) {
        var target = new BufferedImage(width, height, type);
        var graphics = target.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return target;
    }

    private static BufferedImage open(Path file) {
        try {
            ImageIO.setUseCache(false);
            BufferedImage image = ImageIO.read(file.toFile());
            if (image != null) {
                return image;
            }
            throw new IOException("it is no picture that Java reads");
        } catch (IOException | RuntimeException e) {
            throw new UserError(
                    "E126",
                    "picture "
                            + file.getParent().getFileName()
                            + "/"
                            + file.getFileName()
                            + " cannot be read: "
                            + e.getMessage()
                            + ".",
                    "Delete it, or save it as PNG.",
                    e);
        }
    }

    private static boolean isPicture(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserError(
                    "E124",
                    "folder " + folder + " cannot be listed: " + e.getMessage() + ".",
                    "Check who may read it.",
                    e);
        }
    }
}
