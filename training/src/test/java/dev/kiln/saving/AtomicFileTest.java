package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AtomicFileTest {
    @TempDir Path folder;

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void a_file_is_replaced_as_a_whole() throws IOException {
        Path file = folder.resolve("model.keras");
        Files.writeString(file, "old");
        AtomicFile.write(file, to -> Files.writeString(to, "new"));
        assertThat(file).hasContent("new");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void a_disk_that_is_full_halfway_leaves_the_old_file_and_nothing_else() throws IOException {
        Path file = folder.resolve("model.keras");
        Files.writeString(file, "old");
        assertThatThrownBy(
                        () ->
                                AtomicFile.write(
                                        file,
                                        to -> {
                                            Files.writeString(to, "half of the n");
                                            throw new IOException("No space left on device");
                                        }))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E190: "
                                + file
                                + " could not be written: No space left on device. An older file of that name is as it"
                                + " was.\n  Free some space, or save to another place.");
        assertThat(file).hasContent("old");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void a_mistake_of_the_writer_leaves_the_old_file_too() throws IOException {
        Path file = folder.resolve("model.keras");
        Files.writeString(file, "old");
        assertThatThrownBy(
                        () ->
                                AtomicFile.write(
                                        file,
                                        to -> {
                                            throw new IllegalStateException("a mistake");
                                        }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("old");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void the_new_file_is_as_readable_as_the_old_one() throws IOException {
        Path file = folder.resolve("model.keras");
        Files.writeString(file, "old");
        for (String readers : List.of("rw-------", "rw-rw-rw-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(readers));
            AtomicFile.write(
                    file,
                    to ->
                            assertThat(Files.getPosixFilePermissions(to))
                                    .isSubsetOf(PosixFilePermissions.fromString(readers)));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(readers);
        }
    }

    @Test
    void a_missing_folder_is_named() {
        Path file = folder.resolve("gone/model.keras");
        assertThatThrownBy(() -> AtomicFile.write(file, to -> {}))
                .hasMessage(
                        "E190: there is no folder "
                                + folder.resolve("gone")
                                + ".\n  Make it first, or save to another place.");
    }

    @Test
    void a_folder_is_no_file() {
        assertThatThrownBy(() -> AtomicFile.write(folder, to -> {}))
                .hasMessageStartingWith("E190: " + folder + " is a folder.");
    }
}
