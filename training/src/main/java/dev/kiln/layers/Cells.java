package dev.kiln.layers;

import dev.kiln.catalog.Catalog;

import java.util.List;

/// Every cell by its Keras name: what [RNN] runs over time.
public final class Cells {
    public static final Catalog<Cell> CATALOG =
            new Catalog<Cell>("cell", "E131")
                    .with("lstm_cell", 1, new LSTMCell(1))
                    .with("gru_cell", 1, new GRUCell(1))
                    .with("simple_rnn_cell", 1, new SimpleRNNCell(1))
                    .with("stacked_rnn_cells", 1, new StackedRNNCells(List.of()));

    private Cells() {}
}
