package dev.kiln.magics.session;

import dev.kiln.events.Evaluation;

import tech.tablesaw.api.Table;

/// What `%evaluate` found, for Java.
public final class EvalReport {
    private final Evaluation evaluation;
    private final int[][] confusion;
    private final Table perClass;

    /// @param confusion rows by truth, then by prediction; empty where there are no classes
    public EvalReport(Evaluation evaluation, int[][] confusion, Table perClass) {
        this.evaluation = evaluation;
        this.confusion = confusion;
        this.perClass = perClass;
    }

    /// A score by name, for example `accuracy`.
    public double get(String score) {
        return evaluation.get(score);
    }

    public Evaluation evaluation() {
        return evaluation;
    }

    /// Rows by truth, then by prediction; a copy.
    public int[][] confusion() {
        int[][] copy = new int[confusion.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = confusion[i].clone();
        }
        return copy;
    }

    /// Precision, recall and f1 of each class; no rows where there are no classes.
    public Table perClass() {
        return perClass;
    }

    @Override
    public String toString() {
        return evaluation.scores().toString();
    }
}
