package dev.kiln.data;

import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

/// Which rows train, validate and test. Part of [DataOptions].
public record Splitting(
        @Doc(
                        value =
                                "share of the rows for the test set, 0 to 1; none for none; a given set is kept",
                        example = "0.3")
                @Nullable Double test,
        @Doc(
                        value =
                                "share of the other rows for the validation set, 0 to 1; none for none",
                        example = "0.2")
                @Nullable Double val,
        @Doc(
                        value =
                                "in a classification, whether every part has the classes in equal shares",
                        example = "false")
                boolean stratify,
        @Doc(
                        value =
                                "whether rows are shuffled before they are parted; given sets keep their order",
                        example = "false")
                boolean shuffle,
        @Doc(value = "of the shuffle: the same seed gives the same parts", example = "7") long seed,
        @Doc(
                        value =
                                "most rows to use, from 1, drawn at random where rows are shuffled; none for all",
                        example = "1000")
                @Nullable Integer limit,
        @Doc(
                        value =
                                "whether training rows of rarer classes are repeated until all have as many",
                        example = "true")
                boolean balance) {
    public Splitting() {
        this(0.2, 0.1, true, true, 42, null, false);
    }

    public Splitting {
        share("test", test);
        share("val", val);
        if (limit != null && limit < 1) {
            throw new UserError(
                    "E103", "limit=" + limit + " must be 1 or more.", "Type: limit=1000");
        }
    }

    private static void share(String name, @Nullable Double share) {
        if (share != null && !(share >= 0 && share < 1)) {
            throw new UserError(
                    "E103",
                    name
                            + "="
                            + Conversion.text(share)
                            + " is no share of the rows: it must be from 0 to below 1.",
                    "Type: " + name + "=20%   or " + name + "=none");
        }
    }
}
