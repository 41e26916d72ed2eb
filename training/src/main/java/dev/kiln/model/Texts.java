package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.TextLayer;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/// Rows of texts as a program has them: a list, a column or an array, of texts or of rows of texts; whole numbers count as
/// their digits.
///
/// @param row   the shape of one row
/// @param texts row by row
record Texts(Shape row, List<List<String>> texts) {
    Texts {
        texts = List.copyOf(texts);
    }

    /// @param what  what the rows are called in messages
    /// @throws UserError E128 where one is no text, E136 where rows differ in length
    static Texts of(String what, Object given) {
        var texts = new ArrayList<List<String>>();
        int length = -1;
        boolean isFlat = true;
        for (Object item : items(given)) {
            var row = new ArrayList<String>();
            flatten(what, item, row);
            isFlat &= isLeaf(item);
            if (length >= 0 && row.size() != length) {
                throw new UserError(
                        "E136",
                        what + " has rows of " + length + " texts and of " + row.size() + ".",
                        "Give each row as many texts, empty ones where there is none: \"\"");
            }
            length = row.size();
            texts.add(row);
        }
        return new Texts(isFlat ? Shape.of() : Shape.of(length), texts);
    }

    /// What a text layer makes of them.
    FloatArray numbers(TextLayer layer) {
        float[][] rows = layer.numbers(texts);
        Shape numbers = layer.numbersRow(row);
        int length = rows.length == 0 ? 0 : rows[0].length;
        for (int axis = 0; axis < numbers.rank(); axis++) {
            if (numbers.get(axis) == Shape.UNKNOWN) {
                numbers = numbers.with(axis, length);
            }
        }
        var flat = new float[rows.length * length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * length, length);
        }
        return FloatArray.of(numbers.batchOf(rows.length), flat);
    }

    private static boolean isLeaf(@Nullable Object item) {
        return item == null || !(item instanceof Iterable<?>) && !item.getClass().isArray();
    }

    private static List<@Nullable Object> items(Object of) {
        var items = new ArrayList<@Nullable Object>();
        if (of instanceof Iterable<?> iterable) {
            iterable.forEach(items::add);
        } else if (of.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(of); i++) {
                items.add(Array.get(of, i));
            }
        } else {
            items.add(of);
        }
        return items;
    }

    private static void flatten(String what, @Nullable Object item, List<String> to) {
        switch (item) {
            case CharSequence text -> to.add(text.toString());
            case Integer number -> to.add(number.toString());
            case Long number -> to.add(number.toString());
            case null ->
                    throw new UserError(
                            "E128",
                            what + " has no text in row " + (to.size() + 1) + ".",
                            "Give an empty one: \"\"");
            case Object many when !isLeaf(many) ->
                    items(many).forEach(inner -> flatten(what, inner, to));
            default ->
                    throw new UserError(
                            "E128",
                            what + " holds " + item + ", where a text is needed.",
                            "Give texts: List.of(\"one\", \"two\")");
        }
    }
}
