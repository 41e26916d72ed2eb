package dev.kiln.magics.training;

import dev.kiln.data.files.Downloads;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Bars;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Output;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Shows how far a download is, in the display that the data's card takes over.
final class DownloadView implements Downloads.Progress {
    private static final long BETWEEN = Duration.ofMillis(250).toNanos();

    private final Notebook notebook;
    private Notebook.@Nullable LiveDisplay display;
    private long last = System.nanoTime() - BETWEEN;

    DownloadView(Notebook notebook) {
        this.notebook = notebook;
    }

    @Override
    public void at(String file, long done, long total) {
        if (System.nanoTime() - last < BETWEEN && done != total) {
            return;
        }
        last = System.nanoTime();
        String name = Markup.clean(file);
        String size =
                total > 0
                        ? megabytes(done) + " of " + megabytes(total) + " MB"
                        : megabytes(done) + " MB";
        String text =
                "downloading "
                        + name
                        + "   "
                        + (total > 0 ? Bars.progress((double) done / total, 28) + "  " : "")
                        + size;
        String html =
                "<div>downloading "
                        + Markup.escape(name)
                        + (total > 0
                                ? " <progress value=\""
                                        + done
                                        + "\" max=\""
                                        + total
                                        + "\" aria-label=\"downloaded\"></progress>"
                                : "")
                        + " "
                        + size
                        + "</div>";
        show(new Output.Card(html, text));
    }

    private static String megabytes(long bytes) {
        return Numbers.of(Math.round(bytes / 1e5) / 10.0);
    }

    /// The card of what was read, in place of the progress where there was any.
    void show(Output card) {
        if (display == null) {
            display = notebook.live(card);
        } else {
            display.update(card);
        }
    }

    boolean isShown() {
        return display != null;
    }
}
