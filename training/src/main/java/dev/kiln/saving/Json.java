package dev.kiln.saving;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// JSON as maps, lists, texts, numbers and truth values. Nothing in it names a Java class.
public final class Json {
    private Json() {}

    /// @param value maps, iterables, arrays, texts, numbers, truth values and constants, whatever they hold of these
    public static String write(Object value) {
        var text = new StringWriter();
        // Token by token: binding to objects would load a hundred classes before the first model is
        // saved.
        var writer = new JsonWriter(text);
        // NaN and the infinities, as Python's json has them.
        writer.setStrictness(Strictness.LENIENT);
        writer.setHtmlSafe(false);
        try {
            write(value, writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(@Nullable Object value, JsonWriter to) throws IOException {
        switch (value) {
            case null -> to.nullValue();
            case Map<?, ?> map -> {
                to.beginObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    to.name(String.valueOf(entry.getKey()));
                    write(entry.getValue(), to);
                }
                to.endObject();
            }
            case Iterable<?> list -> {
                to.beginArray();
                for (Object element : list) {
                    write(element, to);
                }
                to.endArray();
            }
            case Boolean truth -> to.value(truth);
            case Number number -> to.value(number);
            case String string -> to.value(string);
            case Enum<?> constant -> to.value(constant.name());
            default -> elements(value, to);
        }
    }

    private static void elements(Object array, JsonWriter to) throws IOException {
        to.beginArray();
        for (int i = 0; i < Array.getLength(array); i++) {
            write(Array.get(array, i), to);
        }
        to.endArray();
    }

    /// @param what the text is, for the error
    /// @throws UserError E192 where it is no JSON object
    public static Map<?, ?> read(String text, String what) {
        var reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.LENIENT);
        try {
            if (read(reader) instanceof Map<?, ?> map && reader.peek() == JsonToken.END_DOCUMENT) {
                return map;
            }
        } catch (IOException
                | IllegalStateException
                | NumberFormatException
                | StackOverflowError e) {
            throw damaged(what, e);
        }
        throw damaged(what, null);
    }

    private static @Nullable Object read(JsonReader from) throws IOException {
        return switch (from.peek()) {
            case BEGIN_OBJECT -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                from.beginObject();
                while (from.hasNext()) {
                    map.put(from.nextName(), read(from));
                }
                from.endObject();
                yield map;
            }
            case BEGIN_ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                from.beginArray();
                while (from.hasNext()) {
                    list.add(read(from));
                }
                from.endArray();
                yield list;
            }
            // NaN and the infinities too, which have no token of their own.
            case STRING -> from.nextString();
            case NUMBER -> number(from.nextString());
            case BOOLEAN -> from.nextBoolean();
            case NULL -> {
                from.nextNull();
                yield null;
            }
            case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT ->
                    throw new MalformedJsonException("a value is missing");
        };
    }

    private static Object number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException noWholeNumber) {
            return Double.parseDouble(digits);
        }
    }

    private static UserError damaged(String what, @Nullable Throwable cause) {
        String problem = what + " is damaged: it is not the JSON that a model file holds.";
        String remedy = "Save the model again, or load another copy of the file.";
        return cause == null
                ? new UserError("E192", problem, remedy)
                : new UserError("E192", problem, remedy, cause);
    }
}
