package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Archives as Kiln writes them, read by the JDK.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoredArchiveTest {
    private static final LocalDateTime THEN = LocalDateTime.of(2026, 2, 3, 4, 5, 6);
    private static final long USUAL = 0xFFFFFFFEL;

    @TempDir Path folder;

    private Path written(long mostNarrow, byte[] large) throws IOException {
        Path file = folder.resolve("archive.zip");
        try (var archive =
                        new StoredArchive(
                                FileChannel.open(
                                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                THEN,
                                mostNarrow);
                var arena = Arena.ofConfined()) {
            MemorySegment outside = arena.allocate(large.length);
            outside.copyFrom(MemorySegment.ofArray(large));
            archive.text("größe.json", "{\"a\": \"ß\"}");
            archive.entry(
                    "large",
                    2L * large.length,
                    to -> {
                        to.write(outside);
                        to.write(MemorySegment.ofArray(large));
                    });
            archive.text("last", "");
            archive.finish();
        }
        return file;
    }

    private static byte[] noise(int length) {
        var noise = new byte[length];
        new Random(3).nextBytes(noise);
        return noise;
    }

    private static byte[] twice(byte[] bytes) {
        byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
        return twice;
    }

    private void requireReadable(Path file, byte[] large) throws IOException {
        try (var zip = new ZipFile(file.toFile());
                var channel = FileChannel.open(file)) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly("größe.json", "large", "last");
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                var checksum = new CRC32();
                checksum.update(content);
                assertThat(entry.getCrc()).isEqualTo(checksum.getValue());
                assertThat(entry.getTimeLocal()).isEqualTo(THEN);
                long from = ArchiveDirectory.of(channel).get(entry.getName());
                try (var arena = Arena.ofConfined()) {
                    var there =
                            channel.map(
                                    FileChannel.MapMode.READ_ONLY, from, entry.getSize(), arena);
                    assertThat(there.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
                }
            }
            assertThat(zip.getInputStream(zip.getEntry("large")).readAllBytes()).isEqualTo(large);
            assertThat(zip.getInputStream(zip.getEntry("größe.json")).readAllBytes())
                    .isEqualTo("{\"a\": \"ß\"}".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void what_is_written_is_read() throws IOException {
        byte[] large = noise(700_001);
        requireReadable(written(USUAL, large), twice(large));
    }

    @Test
    void what_is_larger_than_four_bytes_can_say_is_said_in_eight() throws IOException {
        byte[] large = noise(5_000);
        requireReadable(written(1_000, large), twice(large));
    }

    @Test
    void entries_before_the_large_one_do_not_matter() throws IOException {
        byte[] large = noise(100);
        requireReadable(written(150, large), twice(large));
    }

    @Test
    void an_entry_is_found_in_an_archive_of_the_JDK_with_a_comment() throws IOException {
        Path file = folder.resolve("other.zip");
        byte[] content = noise(5_000);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setComment("a comment of some length");
            zip.putNextEntry(new ZipEntry("first"));
            zip.write(content);
            zip.closeEntry();
            var stored = new ZipEntry("stored");
            var checksum = new CRC32();
            checksum.update(content);
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(content.length);
            stored.setCrc(checksum.getValue());
            stored.setExtra(new byte[] {1, 2, 3, 0, 9, 9, 9});
            zip.putNextEntry(stored);
            zip.write(content);
            zip.closeEntry();
        }
        try (var channel = FileChannel.open(file)) {
            long from = ArchiveDirectory.of(channel).get("stored");
            assertThat(Arrays.copyOfRange(Files.readAllBytes(file), (int) from, (int) from + 5_000))
                    .isEqualTo(content);
            assertThat(ArchiveDirectory.of(channel)).containsOnlyKeys("first", "stored");
        }
    }

    @Test
    void nothing_is_found_in_what_is_no_archive() throws IOException {
        Path file = folder.resolve("noise");
        for (int length : new int[] {0, 1, 21, 22, 23, 100_000}) {
            Files.write(file, noise(length));
            try (var channel = FileChannel.open(file)) {
                assertThat(ArchiveDirectory.of(channel)).isEmpty();
            }
        }
    }
}
