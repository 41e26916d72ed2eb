package dev.kiln.graph;

import java.util.List;

/// What a [Op.Scan] runs at each step: a graph of its own whose first inputs are the carries, then
/// one slice of each sequence, then the captured values.
///
/// @param graph     the formulas of one step; nothing is added to it any more
/// @param carries   ids of the nodes that hold the carries after the step, in order
/// @param sequences how many sequences are read
/// @param captures  how many captured values are read
public record Body(Graph graph, List<Integer> carries, int sequences, int captures) {
    public Body {
        carries = List.copyOf(carries);
    }
}
