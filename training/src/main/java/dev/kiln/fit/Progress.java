package dev.kiln.fit;

/// How far a model has been trained over all fits since it was compiled: what random numbers and shuffles
/// count by.
final class Progress {
    private long steps;
    private long epochs;

    Progress() {}

    Progress(long steps, long epochs) {
        this.steps = steps;
        this.epochs = epochs;
    }

    long steps() {
        return steps;
    }

    long epochs() {
        return epochs;
    }

    void goTo(long steps, long epochs) {
        this.steps = steps;
        this.epochs = epochs;
    }

    void countStep() {
        steps++;
    }

    void countEpoch() {
        epochs++;
    }
}
