package dev.kiln.runtime;

/// Several elementwise ops in one loop over tiles.
interface Chain {
    /// @param tiles what is read, then what is written, in the order of [ChainFormula]
    /// @param n     how many numbers; up to a vector's more are worked out behind them, inside the tiles
    void run(float[][] tiles, int n);
}
