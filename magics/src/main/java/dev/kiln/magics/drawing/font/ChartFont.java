package dev.kiln.magics.drawing.font;

import org.jspecify.annotations.Nullable;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/// The font of Kiln's charts: a part of Roboto Regular.
///
/// Java's font system refuses to start where fontconfig knows no font at all, and then even a font
/// from a file cannot be loaded. It does start with a font configuration of one's own, so in that
/// case it is started once more with one that names the shipped font for everything.
public final class ChartFont {
    private static final String NAME = "Roboto-subset.ttf";
    private static final String CONFIGURATION = "sun.awt.fontconfig";

    private static final ChartFont SHIPPED = new ChartFont();

    private final Object lock = new Object();
    private volatile @Nullable Font font;
    private volatile @Nullable FontsMissing missing;

    private ChartFont() {}

    /// The font in the given size.
    ///
    /// @param size in pixels
    /// @throws FontsMissing where Java cannot draw text on this machine at all
    public static Font sized(float size) throws FontsMissing {
        return SHIPPED.load().deriveFont(size);
    }

    /// The shipped font where it has every character of the texts, else Java's own sans serif, which
    /// takes each character from whichever installed font has it.
    ///
    /// @throws FontsMissing where Java cannot draw text on this machine at all
    public static Font sizedFor(float size, Iterable<String> texts) throws FontsMissing {
        Font shipped = sized(size);
        for (String text : texts) {
            if (shipped.canDisplayUpTo(text) >= 0) {
                return new Font(Font.SANS_SERIF, Font.PLAIN, Math.round(size));
            }
        }
        return shipped;
    }

    private Font load() throws FontsMissing {
        Font loaded = font;
        if (loaded != null) {
            return loaded;
        }
        synchronized (lock) {
            FontsMissing before = missing;
            if (before != null) {
                throw before;
            }
            if (font == null) {
                try {
                    font = start();
                } catch (FontsMissing why) {
                    missing = why;
                    throw why;
                }
            }
            return Objects.requireNonNull(font);
        }
    }

    private static Font start() throws FontsMissing {
        try {
            return create();
        } catch (RuntimeException | InternalError noFontconfig) {
            // "Fontconfig head is null": nothing is installed.
        } catch (LinkageError noLibrary) {
            throw new FontsMissing(noLibrary);
        }
        String before = System.getProperty(CONFIGURATION);
        try {
            System.setProperty(CONFIGURATION, configuration().toString());
            return create();
        } catch (RuntimeException | LinkageError | InternalError e) {
            if (before == null) {
                System.clearProperty(CONFIGURATION);
            } else {
                System.setProperty(CONFIGURATION, before);
            }
            throw new FontsMissing(e);
        }
    }

    private static Font create() {
        try (InputStream file = file()) {
            Font created = Font.createFont(Font.TRUETYPE_FONT, file).deriveFont(12f);
            // Loading is not enough: the first layout is what loads the native scaler.
            new TextLayout("0", created, new FontRenderContext(null, true, true)).getOutline(null);
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException("the shipped font is damaged", e);
        }
    }

    private static InputStream file() {
        return Objects.requireNonNull(ChartFont.class.getResourceAsStream(NAME), NAME);
    }

    /// Writes the shipped font and a configuration that names it for all of Java's logical fonts.
    private static Path configuration() {
        try (InputStream file = file()) {
            Path folder = Files.createTempDirectory("kiln-font");
            Path copy = folder.resolve(NAME);
            Files.copy(file, copy);
            StringBuilder lines = new StringBuilder("version=1\nsequence.allfonts=latin-1\n");
            for (String logical :
                    new String[] {"dialog", "dialoginput", "sansserif", "serif", "monospaced"}) {
                for (String style : new String[] {"plain", "bold", "italic", "bolditalic"}) {
                    lines.append(
                            String.format(Locale.ROOT, "%s.%s.latin-1=Roboto%n", logical, style));
                }
            }
            lines.append("filename.Roboto=")
                    .append(copy.toString().replace("\\", "\\\\"))
                    .append('\n');
            Path configuration = folder.resolve("fontconfig.properties");
            Files.writeString(configuration, lines);
            for (Path made : new Path[] {folder, copy, configuration}) {
                made.toFile().deleteOnExit();
            }
            return configuration;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
