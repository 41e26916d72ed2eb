package dev.kiln.data;

import dev.kiln.catalog.Argument;
import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Entry;
import dev.kiln.catalog.Shared;
import dev.kiln.data.ColumnChoice.TaskChoice;
import dev.kiln.data.Preparing.Missing;
import dev.kiln.data.Preparing.Normalize;
import dev.kiln.data.Reading.HeaderChoice;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How data becomes training, validation and test rows: all that `%data` takes beside the source.
///
/// One argument at a time: `new DataOptions().withTarget("quality").withTest(0.3)`.
@Doc(value = "how data becomes training, validation and test rows", example = "%data iris test=30%")
public record DataOptions(
        @Shared ColumnChoice columnChoice,
        @Shared Splitting splitting,
        @Shared Preparing preparing,
        @Shared Reading reading) {
    private static final Entry<DataOptions> ENTRY =
            new Catalog<DataOptions>("options of data")
                    .with("data", new DataOptions())
                    .entries()
                    .getFirst();
    private static final Pattern BARE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");

    public DataOptions() {
        this(new ColumnChoice(), new Splitting(), new Preparing(), new Reading());
    }

    /// The options that differ from their defaults, as they would be typed after the source: ` target=rent missing=mean`;
    /// empty where none does.
    public String typed() {
        return typed("", null);
    }

    /// The same with one of them changed.
    ///
    /// @param option for example `missing`
    /// @param other  its value
    String typed(String option, @Nullable Object other) {
        var typed = new StringBuilder();
        var values = ENTRY.values(this);
        for (Argument argument : ENTRY.arguments()) {
            Object value = argument.name().equals(option) ? other : values.get(argument.name());
            if (!Objects.equals(value, argument.defaultValue())) {
                typed.append(' ').append(argument.name()).append('=').append(typed(value));
            }
        }
        return typed.toString();
    }

    private static String typed(@Nullable Object value) {
        return switch (value) {
            case List<?> list when list.size() == 1 -> typed(list.getFirst());
            case List<?> list ->
                    list.stream()
                            .map(DataOptions::typed)
                            .collect(Collectors.joining(", ", "[", "]"));
            case String text when !BARE.matcher(text).matches() ->
                    "\""
                            + text.replace("\\", "\\\\").replace("\t", "\\t").replace("\"", "\\\"")
                            + "\"";
            case null, default -> Conversion.text(value);
        };
    }

    public DataOptions withTarget(String... target) {
        return new DataOptions(
                new ColumnChoice(
                        List.of(target),
                        columnChoice.task(),
                        columnChoice.columns(),
                        columnChoice.drop(),
                        columnChoice.classes(),
                        columnChoice.text(),
                        columnChoice.vocabulary(),
                        columnChoice.sequenceLength()),
                splitting,
                preparing,
                reading);
    }

    public DataOptions withTask(TaskChoice task) {
        return new DataOptions(
                new ColumnChoice(
                        columnChoice.target(),
                        task,
                        columnChoice.columns(),
                        columnChoice.drop(),
                        columnChoice.classes(),
                        columnChoice.text(),
                        columnChoice.vocabulary(),
                        columnChoice.sequenceLength()),
                splitting,
                preparing,
                reading);
    }

    public DataOptions withColumns(String... columns) {
        return new DataOptions(
                new ColumnChoice(
                        columnChoice.target(),
                        columnChoice.task(),
                        List.of(columns),
                        columnChoice.drop(),
                        columnChoice.classes(),
                        columnChoice.text(),
                        columnChoice.vocabulary(),
                        columnChoice.sequenceLength()),
                splitting,
                preparing,
                reading);
    }

    public DataOptions withDrop(String... drop) {
        return new DataOptions(
                new ColumnChoice(
                        columnChoice.target(),
                        columnChoice.task(),
                        columnChoice.columns(),
                        List.of(drop),
                        columnChoice.classes(),
                        columnChoice.text(),
                        columnChoice.vocabulary(),
                        columnChoice.sequenceLength()),
                splitting,
                preparing,
                reading);
    }

    public DataOptions withClasses(String... classes) {
        return new DataOptions(
                new ColumnChoice(
                        columnChoice.target(),
                        columnChoice.task(),
                        columnChoice.columns(),
                        columnChoice.drop(),
                        List.of(classes),
                        columnChoice.text(),
                        columnChoice.vocabulary(),
                        columnChoice.sequenceLength()),
                splitting,
                preparing,
                reading);
    }

    public DataOptions withText(String... text) {
        return new DataOptions(
                new ColumnChoice(
                        columnChoice.target(),
                        columnChoice.task(),
                        columnChoice.columns(),
                        columnChoice.drop(),
                        columnChoice.classes(),
                        List.of(text),
                        columnChoice.vocabulary(),
                        columnChoice.sequenceLength()),
                splitting,
                preparing,
                reading);
    }

    public DataOptions withVocabulary(int vocabulary) {
        return new DataOptions(
                new ColumnChoice(
                        columnChoice.target(),
                        columnChoice.task(),
                        columnChoice.columns(),
                        columnChoice.drop(),
                        columnChoice.classes(),
                        columnChoice.text(),
                        vocabulary,
                        columnChoice.sequenceLength()),
                splitting,
                preparing,
                reading);
    }

    public DataOptions withSequenceLength(@Nullable Integer sequenceLength) {
        return new DataOptions(
                new ColumnChoice(
                        columnChoice.target(),
                        columnChoice.task(),
                        columnChoice.columns(),
                        columnChoice.drop(),
                        columnChoice.classes(),
                        columnChoice.text(),
                        columnChoice.vocabulary(),
                        sequenceLength),
                splitting,
                preparing,
                reading);
    }

    public DataOptions withTest(@Nullable Double test) {
        return new DataOptions(
                columnChoice,
                new Splitting(
                        test,
                        splitting.val(),
                        splitting.stratify(),
                        splitting.shuffle(),
                        splitting.seed(),
                        splitting.limit(),
                        splitting.balance()),
                preparing,
                reading);
    }

    public DataOptions withVal(@Nullable Double val) {
        return new DataOptions(
                columnChoice,
                new Splitting(
                        splitting.test(),
                        val,
                        splitting.stratify(),
                        splitting.shuffle(),
                        splitting.seed(),
                        splitting.limit(),
                        splitting.balance()),
                preparing,
                reading);
    }

    public DataOptions withStratify(boolean stratify) {
        return new DataOptions(
                columnChoice,
                new Splitting(
                        splitting.test(),
                        splitting.val(),
                        stratify,
                        splitting.shuffle(),
                        splitting.seed(),
                        splitting.limit(),
                        splitting.balance()),
                preparing,
                reading);
    }

    public DataOptions withShuffle(boolean shuffle) {
        return new DataOptions(
                columnChoice,
                new Splitting(
                        splitting.test(),
                        splitting.val(),
                        splitting.stratify(),
                        shuffle,
                        splitting.seed(),
                        splitting.limit(),
                        splitting.balance()),
                preparing,
                reading);
    }

    public DataOptions withSeed(long seed) {
        return new DataOptions(
                columnChoice,
                new Splitting(
                        splitting.test(),
                        splitting.val(),
                        splitting.stratify(),
                        splitting.shuffle(),
                        seed,
                        splitting.limit(),
                        splitting.balance()),
                preparing,
                reading);
    }

    public DataOptions withLimit(@Nullable Integer limit) {
        return new DataOptions(
                columnChoice,
                new Splitting(
                        splitting.test(),
                        splitting.val(),
                        splitting.stratify(),
                        splitting.shuffle(),
                        splitting.seed(),
                        limit,
                        splitting.balance()),
                preparing,
                reading);
    }

    public DataOptions withBalance(boolean balance) {
        return new DataOptions(
                columnChoice,
                new Splitting(
                        splitting.test(),
                        splitting.val(),
                        splitting.stratify(),
                        splitting.shuffle(),
                        splitting.seed(),
                        splitting.limit(),
                        balance),
                preparing,
                reading);
    }

    public DataOptions withNormalize(Normalize normalize) {
        return new DataOptions(
                columnChoice,
                splitting,
                new Preparing(
                        normalize,
                        preparing.missing(),
                        preparing.oneHot(),
                        preparing.relabel(),
                        preparing.scaleTarget(),
                        preparing.labels()),
                reading);
    }

    public DataOptions withMissing(Missing missing) {
        return new DataOptions(
                columnChoice,
                splitting,
                new Preparing(
                        preparing.normalize(),
                        missing,
                        preparing.oneHot(),
                        preparing.relabel(),
                        preparing.scaleTarget(),
                        preparing.labels()),
                reading);
    }

    public DataOptions withOneHot(boolean oneHot) {
        return new DataOptions(
                columnChoice,
                splitting,
                new Preparing(
                        preparing.normalize(),
                        preparing.missing(),
                        oneHot,
                        preparing.relabel(),
                        preparing.scaleTarget(),
                        preparing.labels()),
                reading);
    }

    public DataOptions withRelabel(boolean relabel) {
        return new DataOptions(
                columnChoice,
                splitting,
                new Preparing(
                        preparing.normalize(),
                        preparing.missing(),
                        preparing.oneHot(),
                        relabel,
                        preparing.scaleTarget(),
                        preparing.labels()),
                reading);
    }

    public DataOptions withScaleTarget(boolean scaleTarget) {
        return new DataOptions(
                columnChoice,
                splitting,
                new Preparing(
                        preparing.normalize(),
                        preparing.missing(),
                        preparing.oneHot(),
                        preparing.relabel(),
                        scaleTarget,
                        preparing.labels()),
                reading);
    }

    public DataOptions withLabels(@Nullable Integer labels) {
        return new DataOptions(
                columnChoice,
                splitting,
                new Preparing(
                        preparing.normalize(),
                        preparing.missing(),
                        preparing.oneHot(),
                        preparing.relabel(),
                        preparing.scaleTarget(),
                        labels),
                reading);
    }

    public DataOptions withSep(@Nullable String sep) {
        return new DataOptions(
                columnChoice,
                splitting,
                preparing,
                new Reading(sep, reading.header(), reading.size()));
    }

    public DataOptions withHeader(HeaderChoice header) {
        return new DataOptions(
                columnChoice,
                splitting,
                preparing,
                new Reading(reading.sep(), header, reading.size()));
    }

    public DataOptions withSize(@Nullable Shape size) {
        return new DataOptions(
                columnChoice,
                splitting,
                preparing,
                new Reading(reading.sep(), reading.header(), size));
    }
}
