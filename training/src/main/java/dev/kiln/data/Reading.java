package dev.kiln.data;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// How files are read. Part of [DataOptions].
public record Reading(
        @Doc(
                        value =
                                "what stands between two cells of a line, one character; found out where left out",
                        example = "\";\"")
                @Nullable String sep,
        @Doc(
                        value =
                                "whether the first line names the columns; auto: it does where it holds no number",
                        example = "false")
                HeaderChoice header,
        @Doc(
                        value =
                                "height x width to which images are scaled; none keeps them, all must be alike",
                        example = "64x64")
                @Nullable Shape size) {
    public Reading() {
        this(null, HeaderChoice.AUTO, null);
    }

    public Reading {
        if (sep != null && sep.length() != 1) {
            throw new UserError(
                    "E103", "sep=\"" + sep + "\" must be one character.", "Type: sep=\";\"");
        }
        if (size != null && (size.rank() != 2 || size.get(0) < 1 || size.get(1) < 1)) {
            throw new UserError(
                    "E103", "size=" + size + " is no height x width.", "Type: size=64x64");
        }
    }

    /// Whether the first line names the columns.
    public enum HeaderChoice {
        /// Told by the line itself.
        AUTO,
        TRUE,
        FALSE
    }
}
