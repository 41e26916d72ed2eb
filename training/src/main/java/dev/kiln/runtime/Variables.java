package dev.kiln.runtime;

import dev.kiln.graph.Variable;
import dev.kiln.tensor.Shape;

import org.nd4j.linalg.api.ndarray.INDArray;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where each variable's numbers are. Programs that share variables share this object.
public final class Variables {
    private final Map<Variable, Region> regions = new LinkedHashMap<>();

    /// A variable's place.
    ///
    /// @param offset floats from the memory's start
    public record Region(Memory memory, long offset, Shape shape) {
        public Region {
            if (offset < 0 || offset + shape.size() > memory.size()) {
                throw new IndexOutOfBoundsException(
                        shape
                                + " from "
                                + offset
                                + " does not lie in "
                                + memory.size()
                                + " floats");
            }
        }

        public MemorySegment segment() {
            return memory.segment(offset, shape.size());
        }

        public INDArray view() {
            return memory.view(offset, shape);
        }

        long address() {
            return memory.address() + offset * Float.BYTES;
        }
    }

    /// Decides where a variable lies; several may share a memory, one behind the other.
    ///
    /// @throws IllegalStateException where it already has a place
    public Region place(Variable variable, Memory memory, long offset) {
        if (regions.containsKey(variable)) {
            throw new IllegalStateException("variable " + variable.name() + " already has a place");
        }
        var region = new Region(memory, offset, variable.shape());
        regions.put(variable, region);
        return region;
    }

    /// The variable's place; a memory of its own, filled with 0, where none was decided.
    public Region region(Variable variable) {
        return regions.computeIfAbsent(
                variable, v -> new Region(new Memory(v.shape().size()), 0, v.shape()));
    }

    public boolean contains(Variable variable) {
        return regions.containsKey(variable);
    }

    /// In the order in which they were placed.
    public Map<Variable, Region> all() {
        return Collections.unmodifiableMap(regions);
    }
}
