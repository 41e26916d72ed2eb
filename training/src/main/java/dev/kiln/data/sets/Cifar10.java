package dev.kiln.data.sets;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataOptions;
import dev.kiln.data.FloatArray;
import dev.kiln.data.Source;
import dev.kiln.data.files.Downloads;
import dev.kiln.data.files.Pickle;
import dev.kiln.data.files.Pickle.PickledArray;
import dev.kiln.data.files.TarFile;
import dev.kiln.tensor.Shape;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CIFAR-10 (Krizhevsky 2009), from the archive of pickled batches or the folder that Keras unpacks it to.
final class Cifar10 {
    private static final List<String> CLASSES =
            List.of(
                    "airplane",
                    "automobile",
                    "bird",
                    "cat",
                    "deer",
                    "dog",
                    "frog",
                    "horse",
                    "ship",
                    "truck");
    private static final List<String> BATCHES =
            List.of(
                    "data_batch_1",
                    "data_batch_2",
                    "data_batch_3",
                    "data_batch_4",
                    "data_batch_5",
                    "test_batch");
    private static final int SIDE = 32;
    private static final int PIXELS = SIDE * SIDE;

    private Cifar10() {}

    static Source load(Downloads downloads, DataOptions options) {
        Map<String, byte[]> batches =
                unpacked(downloads.folder()).orElseGet(() -> archive(downloads));
        var images = new ArrayList<FloatArray>();
        var labels = new ArrayList<FloatArray>();
        for (String name : BATCHES) {
            byte[] bytes = batches.remove(name);
            if (bytes == null) {
                throw DownloadedSets.broken(
                        downloads.folder().resolve("cifar-10-python.tar.gz"), "it lacks " + name);
            }
            read(bytes, name, images, labels);
        }
        return DownloadedSets.images("cifar10", images, labels, CLASSES);
    }

    /// The batches where Keras 2 or 3 has unpacked them.
    private static Optional<Map<String, byte[]>> unpacked(Path folder) {
        for (String place :
                List.of(
                        "cifar-10-batches-py",
                        "cifar-10-batches-py_extracted/cifar-10-batches-py")) {
            Path batches = folder.resolve(place);
            if (BATCHES.stream().allMatch(name -> Files.isReadable(batches.resolve(name)))) {
                var found = new HashMap<String, byte[]>();
                for (String name : BATCHES) {
                    try {
                        found.put(name, Files.readAllBytes(batches.resolve(name)));
                    } catch (IOException e) {
                        throw DownloadedSets.broken(
                                batches.resolve(name), String.valueOf(e.getMessage()));
                    }
                }
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static Map<String, byte[]> archive(Downloads downloads) {
        Path file =
                downloads.file(
                        "cifar10",
                        "cifar-10-python.tar.gz",
                        URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"),
                        "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce");
        try {
            return TarFile.read(file, BATCHES::contains);
        } catch (IOException e) {
            throw DownloadedSets.broken(file, String.valueOf(e.getMessage()));
        }
    }

    /// A batch is a dictionary: `data` has a row of 3,072 bytes for each image, red plane first; `labels` their classes.
    static void read(byte[] bytes, String name, List<FloatArray> images, List<FloatArray> labels) {
        if (!(Pickle.read(bytes, 0, name) instanceof Map<?, ?> batch)
                || !(batch.get("data")
                        instanceof PickledArray(List<Integer> shape, String type, byte[] pixels))
                || !(batch.get("labels") instanceof List<?> classes)
                || !type.equals("u1")
                || shape.size() != 2
                || shape.get(1) != 3 * PIXELS
                || pixels.length != shape.get(0) * 3 * PIXELS) {
            throw new UserError(
                    "E126",
                    name + " is no batch of CIFAR-10.",
                    "Delete cifar-10 in ~/.keras/datasets, then type: %data cifar10");
        }
        int rows = shape.get(0);
        Shape own = Shape.of(rows, SIDE, SIDE, 3);
        MemorySegment memory = FloatArray.allocate(own);
        for (int row = 0; row < rows; row++) {
            int from = row * 3 * PIXELS;
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                for (int colour = 0; colour < 3; colour++) {
                    memory.setAtIndex(
                            ValueLayout.JAVA_FLOAT,
                            from + pixel * 3 + colour,
                            pixels[from + colour * PIXELS + pixel] & 0xFF);
                }
            }
        }
        images.add(FloatArray.of(own, memory));
        labels.add(FloatArray.of(classes));
    }
}
