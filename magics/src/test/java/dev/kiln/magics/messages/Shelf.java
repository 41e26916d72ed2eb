package dev.kiln.magics.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.optimizers.Lion;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

/// The variables and files that the scripts use; the same numbers each time.
final class Shelf {
    private static final int ROWS = 60;

    private Shelf() {}

    private static final Map<String, Object> VARIABLES = variables();

    /// A notebook with everything on the shelf in it.
    ///
    /// @param cells that will be run; files are there where one of them names any
    static InMemoryNotebook open(Path folder, List<String> cells) throws IOException {
        if (cells.stream().anyMatch(cell -> cell.contains("\""))) {
            files(folder);
        }
        var notebook = new InMemoryNotebook(folder);
        notebook.values.putAll(VARIABLES);
        return notebook;
    }

    private static Map<String, Object> variables() {
        double[][] x = normal(ROWS, 4);
        double[][] missing = normal(ROWS, 4);
        missing[22][1] = Double.NaN;
        return Map.ofEntries(
                Map.entry("x", x),
                Map.entry("shortX", normal(ROWS - 1, 4)),
                Map.entry("missing", missing),
                Map.entry(
                        "large",
                        rows(i -> IntStream.range(0, 4).mapToDouble(k -> 900 + x[i][k]).toArray())),
                Map.entry("kind", whole(i -> i % 3)),
                Map.entry("kindFromOne", whole(i -> i % 3 + 1)),
                Map.entry("kindWithSlip", whole(i -> i == 6 ? 10 : i % 3)),
                Map.entry("oneHot", rows(i -> hot(i % 3, 3))),
                Map.entry("yes", whole(i -> i % 2)),
                Map.entry("rarely", whole(i -> i % 12 == 0 ? 1 : 0)),
                Map.entry("sign", whole(i -> i % 2 * 2 - 1)),
                Map.entry(
                        "several",
                        rows(i -> IntStream.range(0, 5).mapToDouble(k -> (i >> k) & 1).toArray())),
                Map.entry("price", numbers(i -> 300_000 + 94_000 * x[i][0])),
                Map.entry("share", numbers(i -> 1 / (1 + Math.exp(-x[i][0])))),
                Map.entry("weights", numbers(i -> i % 2 == 0 ? 1 : -1)),
                Map.entry("noWeights", numbers(i -> 0)),
                Map.entry("soft", rows(i -> soft(x[i]))),
                Map.entry("mixed", rows(i -> mixed(i))),
                Map.entry(
                        "ordered",
                        rows(
                                i ->
                                        IntStream.range(0, 4)
                                                .mapToDouble(k -> i % 5 > k ? 1 : 0)
                                                .toArray())),
                Map.entry("torn", torn()),
                Map.entry("ragged", new double[][] {{1, 2}, {3}}),
                Map.entry("texts", new String[] {"a", "b"}),
                Map.entry("numbered", numbered()),
                Map.entry("words", words(0)),
                Map.entry("nextWords", words(1)),
                Map.entry("masks", masks()),
                Map.entry("segments", segments()),
                Map.entry("counts", whole(i -> i * i % 7)),
                Map.entry("grades", whole(i -> 1 + i * 7 % 6)),
                Map.entry("growing", whole(i -> i / 6)),
                Map.entry("word", "adam"),
                Map.entry("lion", new Lion()),
                Map.entry("noise", normal(ROWS, 12)),
                Map.entry("pictures", pictures()),
                Map.entry("slipInPrice", numbers(i -> i == 5 ? Double.POSITIVE_INFINITY : x[i][0])),
                Map.entry("flowers", flowers()),
                Map.entry("newFlowers", newFlowers()),
                Map.entry("otherFlowers", flowers().first(12)));
    }

    private static float[][][][] pictures() {
        var random = new Random(9);
        var pictures = new float[ROWS][6][6][1];
        for (float[][][] picture : pictures) {
            for (float[][] line : picture) {
                for (float[] pixel : line) {
                    pixel[0] = random.nextInt(256);
                }
            }
        }
        pictures[0][0][0][0] = 0;
        pictures[0][0][1][0] = 255;
        return pictures;
    }

    private static Table flowers() {
        var random = new Random(3);
        var id = IntColumn.create("id", IntStream.range(0, ROWS).toArray());
        var height = DoubleColumn.create("height", numbers(i -> i % 3 + random.nextGaussian() / 5));
        var width =
                DoubleColumn.create("width", numbers(i -> 2 - i % 3 + random.nextGaussian() / 5));
        var species =
                StringColumn.create(
                        "species",
                        IntStream.range(0, ROWS)
                                .mapToObj(
                                        i ->
                                                new String[] {"setosa", "versicolor", "virginica"}
                                                        [i % 3])
                                .toList());
        return Table.create("flowers", id, height, width, species);
    }

    private static void files(Path folder) throws IOException {
        var random = new Random(4);
        write(
                folder.resolve("winequality.csv"),
                "acid;sugar;quality\n",
                i ->
                        "%.2f;%.2f;%d\n"
                                .formatted(random.nextDouble(), random.nextDouble(), 3 + i % 3));
        write(
                folder.resolve("people.csv"),
                "age,height,name,grown\n",
                i ->
                        (i % 5 == 2 ? "" : String.valueOf(20 + i))
                                + ",%.2f,n%d,%s\n"
                                        .formatted(1.5 + i / 100.0, i, i % 2 == 0 ? "yes" : "no"));
        write(folder.resolve("ragged.csv"), "a,b\n", i -> i == 7 ? "1,2,3\n" : i + ",2\n");
        write(
                folder.resolve("slip.csv"),
                "a,y\n",
                i -> i == 40 ? "oops,1\n" : i + "," + i % 2 + "\n");
        write(folder.resolve("tall.csv"), "height,id\n", i -> i + ".5," + i + "\n");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.writeString(folder.resolve("empty.csv"), "");
        Files.writeString(folder.resolve("header.csv"), "a,b\n");
        Files.writeString(folder.resolve("twins.csv"), "a,b,a\n1,2,3\n");
        Files.writeString(folder.resolve("quoted.csv"), "a,b\n1,\"2\n3,4\n");
        Files.writeString(folder.resolve("zero.csv"), "a,b\n1,\0\n");
        Files.write(folder.resolve("latin.csv"), "a,b\n1,\u00e9t\u00e9\n".getBytes(ISO_8859_1));
        Files.write(
                folder.resolve("picture.png"),
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0});
        Files.writeString(folder.resolve("wrong.npy"), "no numbers");
        Files.createDirectories(folder.resolve("cats.d"));
        for (String picture : new String[] {"cat/1", "cat/2", "cat/3", "dog/1", "dog/2", "dog/3"}) {
            Path file = folder.resolve("pets/" + picture + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(
                    new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
        }
    }

    private static void write(Path file, String header, IntFunction<String> line)
            throws IOException {
        Files.writeString(
                file,
                header + IntStream.range(0, ROWS).mapToObj(line).collect(Collectors.joining()));
    }

    private static double[][] normal(int rows, int columns) {
        var random = new Random(7);
        return IntStream.range(0, rows)
                .mapToObj(
                        _ ->
                                IntStream.range(0, columns)
                                        .mapToDouble(_ -> random.nextGaussian())
                                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[][] rows(IntFunction<double[]> row) {
        return IntStream.range(0, ROWS).mapToObj(row).toArray(double[][]::new);
    }

    private static int[] whole(IntUnaryOperator label) {
        return IntStream.range(0, ROWS).map(label).toArray();
    }

    private static double[] numbers(IntToDoubleFunction number) {
        return IntStream.range(0, ROWS).mapToDouble(number).toArray();
    }

    private static double[] soft(double[] row) {
        double[] grown = IntStream.range(0, 3).mapToDouble(k -> Math.exp(row[k])).toArray();
        double sum = Arrays.stream(grown).sum();
        return Arrays.stream(grown).map(value -> value / sum).toArray();
    }

    /// One part of a row, the rest of another.
    private static double[] mixed(int i) {
        var row = new double[3];
        row[i % 3] += 0.7;
        row[(i / 3) % 3] += 0.3;
        return row;
    }

    /// Sentences of seven tokens, 0 behind their ends.

    private static int[][] words(int from) {
        var random = new Random(6);
        int[] text = random.ints(ROWS * 8, 1, 20).toArray();
        var sentences = new int[ROWS][7];
        for (int row = 0; row < ROWS; row++) {
            int length = 3 + row % 6;
            for (int k = 0; k < 7; k++) {
                int place = k + from;
                sentences[row][k] = place < length ? text[row * 8 + place] : 0;
            }
        }
        return sentences;
    }

    private static float[][][][] torn() {
        float[][][][] torn = pictures();
        torn[4][2][1][0] = Float.NaN;
        return torn;
    }

    /// Flowers that nobody numbered.
    private static Table newFlowers() {
        Table flowers = flowers().first(9).copy();
        flowers.removeColumns("id");
        flowers.replaceColumn("height", flowers.doubleColumn("height").add(0.01).setName("height"));
        return flowers;
    }

    private static Table numbered() {
        return Table.create(
                "numbered",
                IntColumn.create("id", 1, 2, 3),
                DoubleColumn.create("height", 1, 2, 3),
                StringColumn.create("width", "a", "b", "c"),
                StringColumn.create("species", "setosa", "setosa", "setosa"));
    }

    private static float[][][][] masks() {
        float[][][][] masks = pictures();
        for (float[][][] mask : masks) {
            for (float[][] line : mask) {
                for (float[] pixel : line) {
                    pixel[0] = pixel[0] > 128 ? 1 : 0;
                }
            }
        }
        return masks;
    }

    private static int[][][] segments() {
        float[][][][] pictures = pictures();
        var segments = new int[ROWS][6][6];
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < 6; i++) {
                for (int k = 0; k < 6; k++) {
                    segments[row][i][k] = (int) (pictures[row][i][k][0] / 86);
                }
            }
        }
        return segments;
    }

    private static double[] hot(int at, int of) {
        var row = new double[of];
        row[at] = 1;
        return row;
    }
}
