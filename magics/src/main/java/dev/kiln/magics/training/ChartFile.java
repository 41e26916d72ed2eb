package dev.kiln.magics.training;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.chart.Plot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.drawing.font.FontsMissing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// A file that charts are written to.
///
/// @param folder of the notebook
/// @param name   ends in `.svg` or `.png`
record ChartFile(Path folder, String name) {
    ChartFile {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.endsWith(".svg") && !lower.endsWith(".png")) {
            throw new UserError(
                    "E191",
                    "charts are written as .svg or .png, not as " + name + ".",
                    "Type: %plot history save=\"loss.svg\"");
        }
    }

    /// @throws UserError E191 where the file cannot be written
    void write(Drawing drawing, List<? extends Plot> plots, Size size) {
        Path file = folder.resolve(name);
        boolean isSvg = name.toLowerCase(Locale.ROOT).endsWith(".svg");
        try {
            Files.write(file, isSvg ? drawing.svg(plots, size) : drawing.png(plots, size));
        } catch (FontsMissing e) {
            throw new UserError(
                    "E191",
                    "the chart could not be drawn: Java has no fonts on this machine.",
                    FontsMissing.REMEDY,
                    e);
        } catch (IOException e) {
            throw new UserError(
                    "E191",
                    "the chart could not be written to " + file + ": " + e.getMessage() + ".",
                    "Choose a folder that exists: %plot history save=\"loss.svg\"",
                    e);
        }
    }
}
