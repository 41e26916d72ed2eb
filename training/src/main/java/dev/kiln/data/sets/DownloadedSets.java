package dev.kiln.data.sets;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataOptions;
import dev.kiln.data.FloatArray;
import dev.kiln.data.Source;
import dev.kiln.data.files.Downloads;
import dev.kiln.data.files.IdxFile;
import dev.kiln.data.files.NumpyFile;
import dev.kiln.data.files.NumpyFile.Content;
import dev.kiln.tensor.Shape;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Sets that are downloaded once, from the addresses and with the checksums that Keras' `datasets` modules use.
final class DownloadedSets {
    private static final String BASE =
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/";
    private static final List<String> CLOTHES =
            List.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot");
    private static final List<String> HOUSING =
            List.of(
                    "med_inc",
                    "house_age",
                    "ave_rooms",
                    "ave_bedrms",
                    "population",
                    "ave_occup",
                    "latitude",
                    "longitude");

    /// As Keras' `load_data(seed=113)`.
    private static final int SEED = 113;

    private static final int WORDS_OF_A_REVIEW = 256;

    private DownloadedSets() {}

    static Source mnist(Downloads downloads, DataOptions options) {
        Path file =
                downloads.file(
                        "mnist",
                        "mnist.npz",
                        URI.create(BASE + "mnist.npz"),
                        "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1");
        Map<String, Content> arrays = NumpyFile.read(file);
        return images(
                "mnist",
                List.of(numbers(arrays, "x_train", file), numbers(arrays, "x_test", file)),
                List.of(numbers(arrays, "y_train", file), numbers(arrays, "y_test", file)),
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
    }

    static Source fashionMnist(Downloads downloads, DataOptions options) {
        return images(
                "fashion_mnist",
                List.of(
                        fashion(
                                downloads,
                                "train-images-idx3-ubyte.gz",
                                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                        fashion(
                                downloads,
                                "t10k-images-idx3-ubyte.gz",
                                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073")),
                List.of(
                        fashion(
                                downloads,
                                "train-labels-idx1-ubyte.gz",
                                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                        fashion(
                                downloads,
                                "t10k-labels-idx1-ubyte.gz",
                                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),
                CLOTHES);
    }

    private static FloatArray fashion(Downloads downloads, String name, String sha256) {
        return IdxFile.read(
                downloads.file(
                        "fashion_mnist", "fashion-mnist/" + name, URI.create(BASE + name), sha256));
    }

    static Source californiaHousing(Downloads downloads, DataOptions options) {
        Path file =
                downloads.file(
                        "california_housing",
                        "california_housing.npz",
                        URI.create(BASE + "california_housing.npz"),
                        "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f");
        return housing(NumpyFile.read(file), file);
    }

    static Source housing(Map<String, Content> arrays, Path file) {
        FloatArray x = numbers(arrays, "x", file);
        FloatArray y = numbers(arrays, "y", file);
        if (x.rowSize() != HOUSING.size() || x.rows() != y.rows()) {
            throw broken(file, "x is " + x.shape() + ", y is " + y.shape());
        }
        int[] order = new MersenneTwister(SEED).shuffled(x.rows());
        Table table = Table.create("california_housing");
        for (int k = 0; k < HOUSING.size(); k++) {
            var values = new double[order.length];
            for (int row = 0; row < order.length; row++) {
                values[row] = x.get(order[row], k);
            }
            table.addColumns(DoubleColumn.create(HOUSING.get(k), values));
        }
        var prices = new double[order.length];
        for (int row = 0; row < order.length; row++) {
            prices[row] = y.get(order[row]);
        }
        table.addColumns(DoubleColumn.create("median_value", prices));
        // Keras keeps the first 80 % for training.
        int testRows = order.length - (int) (order.length * (1 - 0.2));
        return new Source.OfTable(
                "california_housing",
                "california_housing",
                table,
                List.of("median_value"),
                testRows);
    }

    /// Reviews as word numbers, as Keras' `load_data(num_words=vocabulary)` and then `pad_sequences` give them: 0 in front of
    /// the first word, 1 starts a review, 2 is a word that is not among the most frequent.
    static Source imdb(Downloads downloads, DataOptions options) {
        Path file =
                downloads.file(
                        "imdb",
                        "imdb.npz",
                        URI.create(BASE + "imdb.npz"),
                        "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f");
        return reviews(NumpyFile.read(file), file, options);
    }

    static Source reviews(Map<String, Content> arrays, Path file, DataOptions options) {
        Integer asked = options.columnChoice().sequenceLength();
        int length = asked == null ? WORDS_OF_A_REVIEW : asked;
        var reviews = new ArrayList<List<?>>();
        var labels = new ArrayList<Double>();
        int testRows = 0;
        for (String part : List.of("train", "test")) {
            List<Object> texts = objects(arrays, "x_" + part, file);
            FloatArray answers = numbers(arrays, "y_" + part, file);
            if (texts.size() != answers.rows()) {
                throw broken(
                        file,
                        "x_"
                                + part
                                + " has "
                                + texts.size()
                                + " reviews, y_"
                                + part
                                + " "
                                + answers.rows());
            }
            for (int row : new MersenneTwister(SEED).shuffled(texts.size())) {
                reviews.add((List<?>) texts.get(row));
                labels.add((double) answers.get(row));
            }
            testRows = texts.size();
        }
        FloatArray x = wordNumbers(reviews, length, options.columnChoice().vocabulary());
        Table table = Table.create(DoubleColumn.create("sentiment", labels));
        return new Source.OfArray(
                "imdb", "imdb", x, table, null, List.of("negative", "positive"), 1, testRows, true);
    }

    private static FloatArray wordNumbers(List<List<?>> reviews, int length, int vocabulary) {
        Shape shape = Shape.of(reviews.size(), length);
        MemorySegment memory = FloatArray.allocate(shape);
        for (int row = 0; row < reviews.size(); row++) {
            List<?> words = reviews.get(row);
            int all = words.size() + 1;
            for (int k = Math.max(0, all - length); k < all; k++) {
                long word = k == 0 ? 1 : ((Number) words.get(k - 1)).longValue() + 3;
                long known = word < vocabulary ? word : 2;
                memory.setAtIndex(
                        ValueLayout.JAVA_FLOAT, (long) row * length + length - all + k, known);
            }
        }
        return FloatArray.of(shape, memory);
    }

    /// Training images, then test images.
    static Source images(
            String name, List<FloatArray> x, List<FloatArray> y, List<String> classes) {
        int rows = x.stream().mapToInt(FloatArray::rows).sum();
        Shape own = x.getFirst().rowShape();
        Shape row = own.rank() == 2 ? own.inserted(2, 1) : own;
        MemorySegment memory = FloatArray.allocate(row.batchOf(rows));
        long at = 0;
        var labels = new double[rows];
        int label = 0;
        for (int part = 0; part < x.size(); part++) {
            FloatArray images = x.get(part);
            FloatArray answers = y.get(part);
            if (images.rows() != answers.rows() || !images.rowShape().equals(own)) {
                throw new UserError(
                        "E123",
                        name
                                + " has "
                                + images.rows()
                                + " images, but "
                                + answers.rows()
                                + " labels.",
                        "Delete its files in ~/.keras/datasets, then type: %data " + name);
            }
            MemorySegment.copy(
                    images.memory(), 0, memory, at * Float.BYTES, images.size() * Float.BYTES);
            at += images.size();
            for (int i = 0; i < answers.rows(); i++) {
                labels[label++] = answers.get(i);
            }
        }
        Table table = Table.create(DoubleColumn.create("class", labels));
        return new Source.OfArray(
                name,
                name,
                FloatArray.of(row.batchOf(rows), memory),
                table,
                null,
                classes,
                255,
                x.getLast().rows(),
                true);
    }

    private static FloatArray numbers(Map<String, Content> arrays, String name, Path file) {
        if (arrays.get(name) instanceof Content.Numbers(FloatArray array)) {
            return array;
        }
        throw broken(file, "it lacks the numbers " + name);
    }

    private static List<Object> objects(Map<String, Content> arrays, String name, Path file) {
        if (arrays.get(name) instanceof Content.Objects(List<Object> items)
                && items.stream().allMatch(List.class::isInstance)) {
            return items;
        }
        throw broken(file, "it lacks the lists " + name);
    }

    static UserError broken(Path file, String why) {
        return new UserError(
                "E126",
                file.getFileName() + " cannot be used: " + why + ".",
                "Delete " + file + ", then type the line again.");
    }
}
