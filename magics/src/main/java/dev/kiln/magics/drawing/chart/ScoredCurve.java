package dev.kiln.magics.drawing.chart;

/// A curve and the area under it.
///
/// @param curve by place, left to right
/// @param area  0 to 1
public record ScoredCurve(Curve curve, double area) {}
