package dev.kiln.data;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Which columns are inputs and targets, and how text becomes numbers. Part of [DataOptions].
public record ColumnChoice(
        @Doc(
                        value =
                                "columns to predict; inputs for an autoencoder; where left out the data's own",
                        example = "quality")
                List<String> target,
        @Doc(
                        value =
                                "what is learned; auto: text, true or false, up to 20 whole numbers are classes",
                        example = "regression")
                TaskChoice task,
        @Doc(value = "input columns; all but the targets where left out", example = "[age, income]")
                List<String> columns,
        @Doc(value = "columns to leave out", example = "[id]") List<String> drop,
        @Doc(
                        value =
                                "names of the classes 0, 1, ... in order; read from the labels where left out",
                        example = "[\"cat\", \"dog\"]")
                List<String> classes,
        @Doc(
                        value =
                                "text columns that become word numbers for an embedding, not one-hot columns",
                        example = "[review]")
                List<String> text,
        @Doc(
                        value = "most words that are numbered, the most frequent first, 3 or more",
                        example = "5000")
                int vocabulary,
        @Doc(
                        value =
                                "words kept of a text, from 1; none: as the longest training text, at most 256",
                        example = "200")
                @Nullable Integer sequenceLength) {
    public ColumnChoice() {
        this(List.of(), TaskChoice.AUTO, List.of(), List.of(), List.of(), List.of(), 10_000, null);
    }

    public ColumnChoice {
        target = List.copyOf(target);
        columns = List.copyOf(columns);
        drop = List.copyOf(drop);
        classes = List.copyOf(classes);
        text = List.copyOf(text);
        if (vocabulary < 3) {
            throw new UserError(
                    "E103",
                    "vocabulary="
                            + vocabulary
                            + " leaves no room for words: 0 is padding, 1 an unknown word.",
                    "Type: vocabulary=10000");
        }
        if (sequenceLength != null && sequenceLength < 1) {
            throw new UserError(
                    "E103",
                    "sequence_length=" + sequenceLength + " must be 1 or more.",
                    "Type: sequence_length=200");
        }
    }

    /// What is learned.
    public enum TaskChoice {
        /// Told by the target's values.
        AUTO,
        CLASSIFICATION,
        REGRESSION
    }
}
