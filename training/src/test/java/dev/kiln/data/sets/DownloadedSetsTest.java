package dev.kiln.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataOptions;
import dev.kiln.data.DataSets;
import dev.kiln.data.FloatArray;
import dev.kiln.data.files.Downloads;
import dev.kiln.data.files.NumpyFile;
import dev.kiln.data.files.NumpyFile.Content;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DownloadedSetsTest {
    @TempDir Path folder;

    private static Path resource(String name) {
        try {
            return Path.of(
                    java.util.Objects.requireNonNull(Downloads.class.getResource(name)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Downloads from nowhere: port 9 on this machine answers nobody.
    private Downloads offline() {
        return new Downloads(
                folder, URI.create("http://localhost:9/"), Duration.ofSeconds(5), (_, _, _) -> {});
    }

    @Test
    void numbers_are_shuffled_as_numpy_shuffles_them() {
        Content expected = NumpyFile.read(resource("shuffled113.npy")).get("x");
        assertThat(new Content.Numbers(FloatArray.of(new MersenneTwister(113).shuffled(1000))))
                .isEqualTo(expected);
    }

    @Test
    void every_set_that_is_not_here_says_what_to_take_instead() {
        assertThat(NamedSets.ALL.stream().filter(set -> !set.isBuiltIn()))
                .hasSize(5)
                .allSatisfy(
                        set ->
                                assertThatThrownBy(
                                                () ->
                                                        NamedSets.load(
                                                                set.name(),
                                                                new DataOptions(),
                                                                offline()))
                                        .isInstanceOf(UserError.class)
                                        .hasMessageStartingWith(
                                                "E125: "
                                                        + set.name()
                                                        + " is not on this machine and the download failed (no network).\n  Type: %data "));
    }

    @Test
    void cifar_batches_that_keras_unpacked_are_images_of_32_by_32_by_3() throws IOException {
        byte[] batch = Files.readAllBytes(resource("batch2.pickle"));
        Path unpacked = Files.createDirectories(folder.resolve("cifar-10-batches-py"));
        for (int i = 1; i <= 5; i++) {
            Files.write(unpacked.resolve("data_batch_" + i), batch);
        }
        Files.write(unpacked.resolve("test_batch"), batch);
        checkCifar(
                NamedSets.load(
                        "cifar10",
                        new DataOptions()
                                .withVal(null)
                                .withNormalize(dev.kiln.data.Preparing.Normalize.NONE),
                        offline()));
    }

    private static void checkCifar(DataSets data) {
        assertThat(data.train.x.shape()).isEqualTo(Shape.of(10, 32, 32, 3));
        assertThat(data.test.rows()).isEqualTo(2);
        assertThat(data.classes()).hasSize(10).startsWith("airplane").endsWith("truck");
        assertThat(data.test.y.toArray()).containsExactly(3, 9);
        // The file holds 0, 1, 2, ... modulo 256: 1024 reds, then greens, then blues.
        assertThat(data.train.x.get(0, 0)).isZero();
        assertThat(data.train.x.get(0, 3)).isEqualTo(1);
        assertThat(data.train.x.get(0, 3 * 300 + 1)).isEqualTo((1024 + 300) % 256);
        assertThat(data.train.x.get(1, 2)).isEqualTo((3072 + 2048) % 256);
    }

    @Test
    void a_tar_archive_is_read_without_unpacking_it() throws IOException {
        byte[] batch = Files.readAllBytes(resource("batch2.pickle"));
        var tar = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(tar)) {
            for (String name : List.of("data_batch_1", "../../etc/evil", "test_batch")) {
                out.write(header("cifar-10-batches-py/" + name, batch.length));
                out.write(batch);
                out.write(new byte[(512 - batch.length % 512) % 512]);
            }
            out.write(new byte[1024]);
        }
        Path file = Files.write(folder.resolve("c.tar.gz"), tar.toByteArray());
        var found =
                dev.kiln.data.files.TarFile.read(
                        file, name -> name.endsWith("batch_1") || name.equals("test_batch"));
        assertThat(found).containsOnlyKeys("data_batch_1", "test_batch");
        assertThat(found.get("test_batch")).isEqualTo(batch);
        Path cut =
                Files.write(
                        folder.resolve("cut.tar.gz"),
                        java.util.Arrays.copyOf(tar.toByteArray(), 400));
        assertThatThrownBy(() -> dev.kiln.data.files.TarFile.read(cut, _ -> true))
                .isInstanceOf(IOException.class);
    }

    private static byte[] header(String name, int size) {
        ByteBuffer header = ByteBuffer.allocate(512);
        header.put(0, name.getBytes(StandardCharsets.US_ASCII));
        header.put(124, String.format("%011o", size).getBytes(StandardCharsets.US_ASCII));
        return header.array();
    }

    @Test
    void batches_become_images_and_what_is_no_batch_is_refused() throws IOException {
        var images = new ArrayList<FloatArray>();
        var labels = new ArrayList<FloatArray>();
        Cifar10.read(Files.readAllBytes(resource("batch5.pickle")), "b", images, labels);
        assertThat(images.getFirst().shape()).isEqualTo(Shape.of(2, 32, 32, 3));
        assertThatThrownBy(() -> Cifar10.read(new byte[] {'N', '.'}, "b", images, labels))
                .hasMessageStartingWith("E126: b is no batch of CIFAR-10.");
    }

    @Test
    void idx_files_hold_bytes_without_sign_and_one_cut_short_is_named() throws IOException {
        Path file = folder.resolve("images.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(new byte[] {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, (byte) 255, 7, 8});
        }
        assertThat(dev.kiln.data.files.IdxFile.read(file))
                .isEqualTo(FloatArray.of(Shape.of(2, 2), 0, 255, 7, 8));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(new byte[] {0, 0, 8, 1, 0, 0, 0, 9, 1});
        }
        assertThatThrownBy(() -> dev.kiln.data.files.IdxFile.read(file))
                .hasMessageStartingWith("E126: images.gz cannot be read: it is cut short.");
    }

    @Test
    void reviews_become_word_numbers_with_padding_in_front() {
        var texts = new Content.Objects(List.of(List.of(1L, 2L, 300L), List.of(4L), List.of()));
        var answers = new Content.Numbers(FloatArray.of(new int[] {0, 1, 1}));
        DataSets data =
                DataSets.of(
                        DownloadedSets.reviews(
                                Map.of(
                                        "x_train", texts, "y_train", answers, "x_test", texts,
                                        "y_test", answers),
                                folder,
                                new DataOptions().withVocabulary(100).withSequenceLength(3)),
                        new DataOptions().withVal(null));
        int[] order = new MersenneTwister(113).shuffled(3);
        int[][] expected = {{4, 5, 2}, {0, 1, 7}, {0, 0, 1}};
        for (int i = 0; i < 3; i++) {
            assertThat(data.train.x.slice(i, i + 1).reshape(Shape.of(3)))
                    .isEqualTo(FloatArray.of(expected[order[i]]));
        }
        assertThat(data.test.x).isEqualTo(data.train.x);
        assertThat(data.classes()).containsExactly("negative", "positive");
        assertThatThrownBy(
                        () ->
                                DownloadedSets.reviews(
                                        Map.of("x_train", answers), folder, new DataOptions()))
                .hasMessageContaining("it lacks the lists x_train");
    }

    @Test
    void houses_are_parted_as_keras_parts_them() {
        var x = new float[10][8];
        var y = new float[10];
        for (int row = 0; row < 10; row++) {
            x[row][0] = row;
            y[row] = 100_000.5f + row;
        }
        Map<String, Content> arrays =
                Map.of(
                        "x",
                        new Content.Numbers(FloatArray.of(x)),
                        "y",
                        new Content.Numbers(FloatArray.of((Object) y)));
        DataSets data =
                DataSets.of(
                        DownloadedSets.housing(arrays, folder),
                        new DataOptions()
                                .withVal(null)
                                .withNormalize(dev.kiln.data.Preparing.Normalize.NONE)
                                .withTask(dev.kiln.data.ColumnChoice.TaskChoice.REGRESSION));
        int[] order = new MersenneTwister(113).shuffled(10);
        assertThat(data.train.rows()).isEqualTo(8);
        assertThat(data.test.x.get(0, 0)).isEqualTo(order[8]);
        assertThat(data.test.y.get(1, 0)).isEqualTo(100_000.5f + order[9]);
        assertThat(data.features()).startsWith("med_inc").endsWith("longitude");
    }

    @Test
    void given_images_keep_their_order_and_get_a_channel() {
        var source =
                DownloadedSets.images(
                        "mnist",
                        List.of(
                                FloatArray.of(new int[][][] {{{0, 255}}, {{51, 0}}, {{0, 0}}}),
                                FloatArray.of(new int[][][] {{{255, 255}}})),
                        List.of(FloatArray.of(new int[] {2, 0, 1}), FloatArray.of(new int[] {1})),
                        List.of("0", "1", "2"));
        DataSets data = DataSets.of(source, new DataOptions().withVal(null));
        assertThat(data.train.x)
                .isEqualTo(FloatArray.of(Shape.of(3, 1, 2, 1), 0, 1, 0.2f, 0, 0, 0));
        assertThat(data.train.y.toArray()).containsExactly(2, 0, 1);
        assertThat(data.test.x.toArray()).containsExactly(1, 1);
    }
}
