package dev.kiln.runtime;

import dev.kiln.graph.Op;

import java.util.List;

/// What a [Chain] works out: links in order, each on tiles or on links before it. Chains of one formula share their code.
///
/// @param tiles     how many tiles are read
/// @param constants numbers that are the same everywhere
/// @param links     the ops
/// @param results   which links are written to tiles
record ChainFormula(int tiles, List<Float> constants, List<Link> links, List<Integer> results) {
    ChainFormula {
        constants = List.copyOf(constants);
        links = List.copyOf(links);
        results = List.copyOf(results);
    }

    /// @param operands below `tiles` a tile, below `tiles + constants` a constant, else a link before it
    record Link(Op.Elementwise op, List<Integer> operands) {
        Link {
            operands = List.copyOf(operands);
        }
    }

    /// Ops that the Vector API has with the bits of plain Java: no function whose result a compiler may choose.
    static boolean holds(Op.Elementwise op) {
        return switch (op) {
            case Op.Negate _,
                    Op.Abs _,
                    Op.Sqrt _,
                    Op.Add _,
                    Op.Subtract _,
                    Op.Multiply _,
                    Op.Divide _,
                    Op.Maximum _,
                    Op.Minimum _,
                    Op.Less _,
                    Op.LessOrEqual _,
                    Op.Equal _,
                    Op.Select _,
                    Op.Exp _,
                    Op.Tanh _,
                    Op.Sigmoid _ ->
                    true;
            case Op.Sign _,
                    Op.Floor _,
                    Op.Round _,
                    Op.Expm1 _,
                    Op.Log _,
                    Op.Log1p _,
                    Op.Sin _,
                    Op.Cos _,
                    Op.Erf _,
                    Op.Power _ ->
                    false;
        };
    }

    /// How many vector instructions an op takes, about.
    static int cost(Op.Elementwise op) {
        return switch (op) {
            case Op.Exp _ -> 24;
            case Op.Sigmoid _ -> 27;
            case Op.Tanh _ -> 44;
            default -> 1;
        };
    }
}
