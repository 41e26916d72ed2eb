package dev.kiln.magics.drawing.chart;

import java.awt.Color;

/// A point that is marked with a hollow circle and a text.
///
/// @param x     on the horizontal axis
/// @param y     on the vertical axis
/// @param text  what is written beside it
/// @param color of the circle
record Spot(double x, double y, String text, Color color) {}
