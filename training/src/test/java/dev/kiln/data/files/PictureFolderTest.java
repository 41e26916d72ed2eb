package dev.kiln.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataOptions;
import dev.kiln.data.DataSets;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PictureFolderTest {
    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        for (int i = 0; i < 10; i++) {
            picture("red/" + i + ".png", 6, 4, BufferedImage.TYPE_INT_RGB, 0xFF0000);
            picture("blue/" + i + ".png", 6, 4, BufferedImage.TYPE_INT_RGB, 0x0000FF);
        }
    }

    private void picture(String name, int height, int width, int type, int rgb) throws IOException {
        var image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, rgb);
            }
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    @Test
    void folders_are_classes_and_pictures_rows_of_height_width_and_colour_from_0_to_1() {
        DataSets data = DataFiles.images(folder.toString(), new DataOptions());
        assertThat(data.classes()).containsExactly("blue", "red");
        assertThat(data.train.x.rowShape()).isEqualTo(Shape.of(6, 4, 3));
        assertThat(data.counts(data.test)).containsExactly(2, 2);
        for (int row = 0; row < data.train.rows(); row++) {
            boolean isRed = data.train.y.get(row, 0) == 1;
            assertThat(data.train.x.get(row, 0)).isEqualTo(isRed ? 1 : 0);
            assertThat(data.train.x.get(row, 2)).isEqualTo(isRed ? 0 : 1);
        }
    }

    @Test
    void pictures_are_scaled_to_the_size_asked_for() throws IOException {
        picture("red/big.png", 60, 41, BufferedImage.TYPE_INT_RGB, 0xFF0000);
        DataSets data =
                DataFiles.images(folder.toString(), new DataOptions().withSize(Shape.of(8, 5)));
        assertThat(data.train.x.rowShape()).isEqualTo(Shape.of(8, 5, 3));
        assertThat(data.rows()).isEqualTo(21);
    }

    @Test
    void pictures_of_different_size_ask_for_one() throws IOException {
        picture("red/big.png", 60, 41, BufferedImage.TYPE_INT_RGB, 0xFF0000);
        assertThatThrownBy(() -> DataFiles.images(folder.toString(), new DataOptions()))
                .hasMessage(
                        "E127: the pictures differ in size: 0.png is 6x4, big.png is 60x41.\n  Type: %data images(\""
                                + folder
                                + "\") size=64x64");
    }

    @Test
    void a_broken_picture_is_named() throws IOException {
        Files.writeString(folder.resolve("red/broken.png"), "no picture");
        assertThatThrownBy(() -> DataFiles.images(folder.toString(), new DataOptions()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "E126: picture red/broken.png cannot be read: it is no picture that Java reads.");
    }

    @Test
    void a_folder_without_folders_of_pictures_says_what_is_expected() {
        assertThatThrownBy(
                        () -> DataFiles.images(folder.resolve("red").toString(), new DataOptions()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("one folder for each class");
        assertThatThrownBy(
                        () -> DataFiles.images(folder.resolve("rde").toString(), new DataOptions()))
                .hasMessageStartingWith(
                        "E124: folder rde not found in " + folder + ". Folders here: blue, red.");
    }

    @Test
    void grey_pictures_have_one_channel_and_one_picture_is_read_for_a_prediction()
            throws IOException {
        Path grey = folder.resolve("grey");
        for (String name :
                new String[] {"grey/a/1.png", "grey/a/2.png", "grey/b/1.png", "grey/b/2.png"}) {
            picture(name, 3, 3, BufferedImage.TYPE_BYTE_GRAY, 0x808080);
        }
        DataSets data =
                DataFiles.images(grey.toString(), new DataOptions().withTest(null).withVal(null));
        assertThat(data.train.x.rowShape()).isEqualTo(Shape.of(3, 3, 1));
        var one = PictureFolder.picture(folder.resolve("red/1.png"), Shape.of(2, 2, 3));
        assertThat(one.toArray()).containsExactly(255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0);
        assertThat(PictureFolder.picture(folder.resolve("red/1.png"), null).shape())
                .isEqualTo(Shape.of(1, 6, 4, 3));
    }
}
