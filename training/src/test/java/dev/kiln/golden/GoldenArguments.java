package dev.kiln.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import dev.kiln.catalog.Call;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Arguments as the records write them, for a [dev.kiln.catalog.Catalog].
public final class GoldenArguments {
    private GoldenArguments() {}

    /// By name; `{"class": …, "args": …}` is a call.
    public static Map<String, @Nullable Object> of(JsonObject json) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        json.entrySet().forEach(entry -> arguments.put(entry.getKey(), value(entry.getValue())));
        return arguments;
    }

    /// By name; nested objects stay maps.
    public static Map<String, @Nullable Object> plain(JsonObject json) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        json.entrySet().forEach(entry -> arguments.put(entry.getKey(), plain(entry.getValue())));
        return arguments;
    }

    private static @Nullable Object plain(JsonElement json) {
        return switch (json) {
            case JsonObject object -> plain(object);
            case JsonArray array -> {
                var list = new ArrayList<@Nullable Object>();
                array.forEach(item -> list.add(plain(item)));
                yield list;
            }
            default -> value(json);
        };
    }

    private static @Nullable Object value(JsonElement json) {
        return switch (json) {
            case JsonNull _ -> null;
            case JsonPrimitive primitive when primitive.isBoolean() -> primitive.getAsBoolean();
            case JsonPrimitive primitive when primitive.isNumber() -> primitive.getAsDouble();
            case JsonPrimitive primitive -> text(primitive.getAsString());
            case JsonArray array -> {
                var list = new ArrayList<@Nullable Object>();
                array.forEach(item -> list.add(value(item)));
                yield list;
            }
            case JsonObject object when object.has("class") ->
                    new Call(
                            object.get("class").getAsString(),
                            List.of(),
                            object.has("args") ? of(object.getAsJsonObject("args")) : Map.of());
            case JsonObject object -> of(object);
            default -> throw new IllegalArgumentException("no argument: " + json);
        };
    }

    private static Object text(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> text;
        };
    }
}
