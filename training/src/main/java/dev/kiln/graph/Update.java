package dev.kiln.graph;

/// A variable's new value: node `value`, committed at the end of the step.
public record Update(Variable variable, int value) {}
