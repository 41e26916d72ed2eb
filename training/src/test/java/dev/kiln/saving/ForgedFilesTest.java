package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.sun.management.ThreadMXBean;

import dev.kiln.catalog.UserError;
import dev.kiln.golden.Golden;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Files that somebody wrote to do harm: every checksum is right, what they say is not. Each is read, or refused in a
/// sentence, and takes little memory.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ForgedFilesTest {
    private static final int FEW = 120;
    private static final int MANY = 5_000;

    /// What reading one small file may allocate, in bytes; a whole model needs about a tenth.
    private static final long MOST_MEMORY = 256L << 20;

    private static final List<String> ARCHIVES =
            List.of(
                    "saved/trained_adam.keras",
                    "saved/functional_multi.keras",
                    "saved/lstm_embedding.keras",
                    "saved/nested_model.keras",
                    "saved/transformer_block.keras");

    private static final List<String> HDF_FILES =
            List.of("saved/legacy.h5", "saved/weights_only.weights.h5");

    @TempDir Path folder;

    @Test
    void forged_weights_in_an_archive_are_read_or_refused() throws IOException {
        forgedWeights(FEW, 1);
    }

    @Test
    @Tag("exhaustive")
    void many_forged_weights_in_an_archive_are_read_or_refused() throws IOException {
        forgedWeights(MANY, System.nanoTime());
    }

    @Test
    void forged_files_of_weights_are_read_or_refused() throws IOException {
        forgedFiles(FEW, 2);
    }

    @Test
    @Tag("exhaustive")
    void many_forged_files_of_weights_are_read_or_refused() throws IOException {
        forgedFiles(MANY, System.nanoTime());
    }

    @Test
    void forged_descriptions_are_read_or_refused() throws IOException {
        forgedDescriptions(FEW, 3);
    }

    @Test
    @Tag("exhaustive")
    void many_forged_descriptions_are_read_or_refused() throws IOException {
        forgedDescriptions(MANY, System.nanoTime());
    }

    private void forgedWeights(int rounds, long seed) throws IOException {
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            var entries = entries(ARCHIVES.get(round % ARCHIVES.size()));
            entries.compute("model.weights.h5", (_, bytes) -> forged(bytes, random));
            refused += isRefused(sealed(entries), seed, round) ? 1 : 0;
        }
        assertThat(refused).as("seed " + seed).isBetween(1, rounds);
    }

    private void forgedFiles(int rounds, long seed) throws IOException {
        var random = new Random(seed);
        int refused = 0;
        Model model = Model.load(Golden.file("saved/mlp.keras").toString());
        for (int round = 0; round < rounds; round++) {
            String name = HDF_FILES.get(round % HDF_FILES.size());
            Path file = folder.resolve("forged.weights.h5");
            Files.write(file, forged(Files.readAllBytes(Golden.file(name)), random));
            Runnable reading =
                    name.equals("saved/legacy.h5")
                            ? () -> ModelFiles.find().load(file)
                            : () -> model.loadWeights(file.toString());
            refused += isRefused(reading, seed, round) ? 1 : 0;
        }
        assertThat(refused).as("seed " + seed).isBetween(1, rounds);
    }

    private void forgedDescriptions(int rounds, long seed) throws IOException {
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            var entries = entries(ARCHIVES.get(round % ARCHIVES.size()));
            String config = new String(entries.get("config.json"), StandardCharsets.UTF_8);
            JsonElement forged = JsonParser.parseString(config);
            for (int i = random.nextInt(3); i >= 0; i--) {
                forge(forged, random);
            }
            entries.put(
                    "config.json",
                    new Gson()
                            .newBuilder()
                            .serializeNulls()
                            .create()
                            .toJson(forged)
                            .getBytes(StandardCharsets.UTF_8));
            refused += isRefused(sealed(entries), seed, round) ? 1 : 0;
        }
        assertThat(refused).as("seed " + seed).isBetween(1, rounds);
    }

    // ---- reading

    private boolean isRefused(Path file, long seed, int round) {
        return isRefused(() -> ModelFiles.find().load(file), seed, round);
    }

    private static boolean isRefused(Runnable reading, long seed, int round) {
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        boolean refused = false;
        try {
            reading.run();
        } catch (UserError said) {
            assertThat(said.code()).isNotEmpty();
            refused = true;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("file " + round + " of seed " + seed, e);
        }
        assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                .as("bytes for file " + round + " of seed " + seed)
                .isLessThan(MOST_MEMORY);
        return refused;
    }

    // ---- forging

    /// Sizes and addresses that do harm: none, all, the largest, places in the file (a circle), a bit more than before.
    private static byte[] forged(byte[] whole, Random random) {
        byte[] forged = whole.clone();
        var bytes = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = place(whole, random);
            switch (random.nextInt(7)) {
                case 0 -> bytes.put(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
                case 1 -> bytes.put(at, (byte) random.nextInt(256));
                case 2 -> bytes.putInt(at, Integer.MAX_VALUE - random.nextInt(2));
                case 3 -> bytes.putLong(at, Long.MAX_VALUE);
                case 4 -> bytes.putLong(at, random.nextInt(whole.length) & -8);
                case 5 -> bytes.putInt(at, bytes.getInt(at) * 3 + 1);
                default -> bytes.putLong(at, -1L);
            }
        }
        return forged;
    }

    /// Most of a small file is empty: somewhere where something stands, at a multiple of four.
    private static int place(byte[] whole, Random random) {
        for (int tries = 0; tries < 50; tries++) {
            int at = random.nextInt(whole.length - 8) & -4;
            if (whole[at] != 0) {
                return at;
            }
        }
        return random.nextInt(whole.length - 8);
    }

    private static void forge(JsonElement root, Random random) {
        var places = new ArrayList<JsonElement>();
        collect(root, places);
        JsonElement place = places.get(random.nextInt(places.size()));
        if (place instanceof JsonObject object && !object.isEmpty()) {
            var names = List.copyOf(object.keySet());
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(6) == 0) {
                object.remove(name);
            } else {
                object.add(name, value(places, random));
            }
        } else if (place instanceof JsonArray array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), value(places, random));
        }
    }

    private static void collect(JsonElement element, List<JsonElement> places) {
        if (element instanceof JsonObject object) {
            places.add(object);
            object.asMap().values().forEach(inner -> collect(inner, places));
        } else if (element instanceof JsonArray array) {
            places.add(array);
            array.forEach(inner -> collect(inner, places));
        }
    }

    private static JsonElement value(List<JsonElement> places, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(-1);
            case 2 -> new JsonPrimitive(Integer.MAX_VALUE);
            case 3 -> new JsonPrimitive(1e300);
            case 4 -> new JsonPrimitive("dense");
            case 5 -> new JsonPrimitive(true);
            case 6 -> new JsonArray();
            case 7 -> new JsonObject();
            case 8 -> new JsonPrimitive(40_000);
            default -> places.get(random.nextInt(places.size())).deepCopy();
        };
    }

    // ---- archives

    private static Map<String, byte[]> entries(String name) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var zip =
                new ZipInputStream(
                        new ByteArrayInputStream(Files.readAllBytes(Golden.file(name))))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private Path sealed(Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve("forged.keras");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }
}
