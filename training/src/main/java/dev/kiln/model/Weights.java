package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.data.FloatArray;
import dev.kiln.graph.Variable;
import dev.kiln.layers.Layer;
import dev.kiln.tensor.Shape;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The weights of a model, or of one of its layers, in Keras' order.
///
/// The trained ones of a model lie side by side in one piece of memory, the others in another, so that an
/// optimizer can step over all of them at once.
public final class Weights {
    private final List<Weight> all;

    Weights(List<Weight> all) {
        this.all = List.copyOf(all);
    }

    /// Trained or not.
    public List<Weight> all() {
        return all;
    }

    /// Those that training changes at present.
    public List<Weight> trainable() {
        return all.stream().filter(Weight::isTrainable).toList();
    }

    /// The others: frozen ones, moving statistics, states.
    public List<Weight> nonTrainable() {
        return all.stream().filter(weight -> !weight.isTrainable()).toList();
    }

    /// The weight of a path, for example `sequential/dense/kernel`; the end of it is enough where it is
    /// the only one with that end.
    ///
    /// @throws UserError where there is none, or more than one
    public Weight get(String path) {
        for (Weight weight : all) {
            if (weight.path().equals(path)) {
                return weight;
            }
        }
        var ending = all.stream().filter(weight -> weight.path().endsWith("/" + path)).toList();
        if (ending.size() != 1) {
            throw new UserError(
                    (ending.isEmpty() ? "no weight " : "more than one weight ") + path + ".",
                    "Weights here: "
                            + all.stream().map(Weight::path).collect(Collectors.joining(", "))
                            + ".");
        }
        return ending.getFirst();
    }

    /// Sets the states of stateful recurrent layers to 0: the next batch begins new sequences.
    public void resetStates() {
        all.stream()
                .filter(weight -> weight.variable().role() == Variable.Role.RECURRENT)
                .forEach(weight -> weight.set(new float[Math.toIntExact(weight.size())]));
    }

    /// How many numbers there are.
    public long size() {
        return size(all);
    }

    private static long size(List<Weight> weights) {
        return weights.stream().mapToLong(Weight::size).sum();
    }

    /// Copies of all numbers, in order.
    public List<float[]> values() {
        return all.stream().map(Weight::get).toList();
    }

    /// @param values one array a weight, in order
    public void set(List<float[]> values) {
        checkCount(values.size());
        for (int i = 0; i < all.size(); i++) {
            all.get(i).check(values.get(i).length);
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).set(values.get(i));
        }
    }

    private void checkCount(int count) {
        if (count != all.size()) {
            throw new UserError(
                    "E193",
                    "the model has "
                            + all.size()
                            + " weights, but "
                            + count
                            + (count == 1 ? " array was given." : " arrays were given."),
                    "Give one array for each of: "
                            + all.stream().map(Weight::path).collect(Collectors.joining(", "))
                            + ".");
        }
    }

    /// Copies of all weights with their shapes, in Keras' order.
    public List<FloatArray> arrays() {
        return all.stream().map(weight -> array(weight.shape(), weight.get())).toList();
    }

    /// A data array has rows: a single number is a list of one.
    private static FloatArray array(Shape shape, float[] values) {
        return FloatArray.of(shape.rank() == 0 ? Shape.of(1) : shape, values);
    }

    /// Takes all weights, or none where one does not fit.
    ///
    /// @param arrays one a weight, in order, each as [FloatArray#of(Object)] takes it
    /// @throws UserError E193 where there are more or fewer, E133 where a shape differs
    public void setArrays(List<?> arrays) {
        checkCount(arrays.size());
        var values = new ArrayList<float[]>();
        for (int i = 0; i < arrays.size(); i++) {
            FloatArray array = FloatArray.of(arrays.get(i));
            Shape wanted = all.get(i).shape().rank() == 0 ? Shape.of(1) : all.get(i).shape();
            if (!array.shape().equals(wanted)) {
                throw new UserError(
                        "E133",
                        all.get(i).path()
                                + " is "
                                + wanted
                                + ", but array "
                                + (i + 1)
                                + " is "
                                + array.shape()
                                + ".",
                        "Give the arrays in the order of getWeights(), each of its weight's shape.");
            }
            float[] numbers = new float[Math.toIntExact(array.size())];
            for (int at = 0; at < numbers.length; at++) {
                numbers[at] = array.get(at);
            }
            values.add(numbers);
        }
        set(values);
    }

    /// Fills all as their initializers say; the same seed gives the same numbers.
    public void initialize(long seed) {
        all.forEach(weight -> weight.initialize(seed));
    }

    Weights of(Layer layer) {
        return new Weights(all.stream().filter(weight -> weight.belongsTo(layer)).toList());
    }

    // ---- memory

    /// Where a weight lies in its piece of memory.
    ///
    /// @param offset in numbers, not bytes
    public record Segment(Weight weight, long offset) {}

    /// The trained weights one behind the other.
    public List<Segment> trainableSegments() {
        return segments(trainable());
    }

    /// The other weights one behind the other.
    public List<Segment> nonTrainableSegments() {
        return segments(nonTrainable());
    }

    private static List<Segment> segments(List<Weight> weights) {
        var segments = new ArrayList<Segment>();
        long offset = 0;
        for (Weight weight : weights) {
            segments.add(new Segment(weight, offset));
            offset += weight.size();
        }
        return segments;
    }

    /// Numbers in the trained weights.
    public long trainableSize() {
        return size(trainable());
    }

    /// Numbers in the other weights.
    public long nonTrainableSize() {
        return size(nonTrainable());
    }

    /// Moves the numbers into other memory, in the order of the segments; they live there from now on.
    ///
    /// @param trainable    room for [#trainableSize] floats, all 0
    /// @param nonTrainable room for [#nonTrainableSize] floats, all 0
    /// @param owner        kept as long as a weight lies there
    public void moveTo(MemorySegment trainable, MemorySegment nonTrainable, Object owner) {
        move(trainableSegments(), trainable, owner);
        move(nonTrainableSegments(), nonTrainable, owner);
    }

    private static void move(List<Segment> segments, MemorySegment to, Object owner) {
        for (Segment segment : segments) {
            segment.weight().storage().moveTo(place(segment, to), owner);
        }
    }

    private static MemorySegment place(Segment segment, MemorySegment in) {
        return in.asSlice(segment.offset() * Float.BYTES, segment.weight().storage().bytes());
    }

    /// Whether every weight still lies where [#moveTo] put it: another model that shares weights, or a
    /// change of what is trained, moves them.
    public boolean areAt(MemorySegment trainable, MemorySegment nonTrainable) {
        return trainable.byteSize() == trainableSize() * Float.BYTES
                && nonTrainable.byteSize() == nonTrainableSize() * Float.BYTES
                && trainableSegments().stream()
                        .allMatch(
                                segment ->
                                        segment.weight().storage().isAt(place(segment, trainable)))
                && nonTrainableSegments().stream()
                        .allMatch(
                                segment ->
                                        segment.weight()
                                                .storage()
                                                .isAt(place(segment, nonTrainable)));
    }

    /// Puts the weights side by side into memory of the JVM's.
    void gather() {
        Arena arena = Arena.ofAuto();
        moveTo(room(arena, trainableSize()), room(arena, nonTrainableSize()), arena);
    }

    private static MemorySegment room(Arena arena, long numbers) {
        return arena.allocate(Math.max(numbers, 1) * Float.BYTES, 64)
                .asSlice(0, numbers * Float.BYTES);
    }
}
