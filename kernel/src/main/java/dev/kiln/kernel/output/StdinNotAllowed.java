package dev.kiln.kernel.output;

/// A cell asked the user for input where nobody can be asked, as in a notebook that runs without a browser.
public final class StdinNotAllowed extends IllegalStateException {
    StdinNotAllowed() {
        super("This notebook runs where nobody can answer: the frontend allows no input.");
    }
}
