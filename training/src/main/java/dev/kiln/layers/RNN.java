package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;

/// Runs a cell over time.
///
/// Formula: `output, states = cell(x[t], states)`, step by step.
///
/// Shapes: `[batch, time, …x]` to `[batch, …y]`, the output of the cell's last step, with `return_sequences`
/// `[batch, time, …y]`. Masked steps change nothing.
///
/// Equal to `keras.layers.RNN` in names, defaults and values.
///
/// @param cell              what a step does
/// @param returnSequences   whether every step comes out, not the last alone
/// @param returnState       whether the last states come out too
/// @param goBackwards       whether the sequence is read, and comes out, from its end
/// @param stateful          whether each batch begins with the states that the one before ended with
/// @param unroll            as in Keras; changes no result
/// @param zeroOutputForMask whether masked steps give 0 instead of the output before
@Doc("runs a cell over time")
public record RNN(
        @Doc(value = "what a step does", example = "lstm_cell(32)") Cell cell,
        @Doc(value = "whether every step comes out, not the last alone", example = "true")
                boolean returnSequences,
        @Doc(value = "whether the last states come out too", example = "true") boolean returnState,
        @Doc(value = "whether the sequence is read, and comes out, from its end", example = "true")
                boolean goBackwards,
        @Doc(
                        value =
                                "whether each batch begins with the states that the one before ended with",
                        example = "true")
                boolean stateful,
        @Doc(value = "as in Keras; changes no result", example = "true") boolean unroll,
        @Doc(value = "whether masked steps give 0 instead of the output before", example = "true")
                boolean zeroOutputForMask,
        @Shared LayerSettings settings)
        implements Recurrent, LayerArguments<RNN> {
    public RNN(Cell cell) {
        this(cell, false, false, false, false, false, false, LayerSettings.DEFAULT);
    }

    public RNN withCell(Cell cell) {
        return new RNN(
                cell,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                zeroOutputForMask,
                settings);
    }

    public RNN withReturnSequences(boolean returnSequences) {
        return new RNN(
                cell,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                zeroOutputForMask,
                settings);
    }

    public RNN withReturnState(boolean returnState) {
        return new RNN(
                cell,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                zeroOutputForMask,
                settings);
    }

    public RNN withGoBackwards(boolean goBackwards) {
        return new RNN(
                cell,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                zeroOutputForMask,
                settings);
    }

    public RNN withStateful(boolean stateful) {
        return new RNN(
                cell,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                zeroOutputForMask,
                settings);
    }

    public RNN withUnroll(boolean unroll) {
        return new RNN(
                cell,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                zeroOutputForMask,
                settings);
    }

    public RNN withZeroOutputForMask(boolean zeroOutputForMask) {
        return new RNN(
                cell,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                zeroOutputForMask,
                settings);
    }

    @Override
    public RNN withSettings(LayerSettings settings) {
        return new RNN(
                cell,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                zeroOutputForMask,
                settings);
    }

    @Override
    public Scope cellScope(Scope scope) {
        return scope.sublayer(Names.of(cell), cell, Arguments.NONE);
    }
}
