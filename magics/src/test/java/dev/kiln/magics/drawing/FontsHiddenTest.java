package dev.kiln.magics.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.HistoryPlot;
import dev.kiln.magics.drawing.chart.Size;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// In a second JVM, because a JVM looks for fonts once.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@EnabledOnOs(value = OS.LINUX, disabledReason = "only on Linux does Java depend on fontconfig")
class FontsHiddenTest {
    @TempDir private Path folder;

    @Test
    void without_any_font_java_itself_cannot_measure_text() throws Exception {
        assertThat(withoutFonts(MeasureText.class)).contains("Fontconfig head is null");
    }

    @Test
    void without_any_font_charts_are_drawn_with_the_shipped_one() throws Exception {
        assertThat(withoutFonts(DrawChart.class))
                .contains("drawn with letters")
                .doesNotContain("Exception");
    }

    private String withoutFonts(Class<?> main) throws IOException, InterruptedException {
        Path none = Files.createDirectory(folder.resolve("none"));
        Path configuration =
                Files.writeString(
                        folder.resolve("fonts.conf"),
                        """
                <?xml version="1.0"?>
                <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
                <fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>
                """
                                .formatted(none, folder.resolve("cache")));
        Path out = folder.resolve("out.txt");
        ProcessBuilder java =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        // Where Java keeps what fontconfig told it last time.
                        "-Duser.home=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName());
        java.environment().put("FONTCONFIG_FILE", configuration.toString());
        java.redirectErrorStream(true).redirectOutput(out.toFile());
        Process process = java.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    /// What every AWT program does.
    static final class MeasureText {
        public static void main(String[] arguments) {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12)
                    .getStringBounds("a", new FontRenderContext(null, true, true));
        }
    }

    static final class DrawChart {
        public static void main(String[] arguments) {
            HistoryPlot plot = new HistoryPlot("loss", Curve.epochs("train", 0.9, 0.5, 0.3));
            String html = new Drawing().show(plot, Size.HALF).html();
            String svg = html.startsWith("<img ") ? SvgText.decoded(html) : html;
            System.out.println(svg.contains("<use ") ? "drawn with letters" : html);
        }
    }
}
