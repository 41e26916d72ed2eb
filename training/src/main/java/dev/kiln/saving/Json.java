package dev.kiln.saving;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;

import dev.kiln.catalog.UserError;

import java.util.Map;

/// JSON as maps, lists, texts, numbers and truth values. Nothing in it names a Java class.
public final class Json {
    private static final Gson GSON =
            new GsonBuilder()
                    .serializeNulls()
                    .serializeSpecialFloatingPointValues()
                    .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
                    .disableHtmlEscaping()
                    .create();

    private Json() {}

    public static String write(Object value) {
        return GSON.toJson(value);
    }

    /// @param what the text is, for the error
    /// @throws UserError E192 where it is no JSON object
    public static Map<?, ?> read(String text, String what) {
        try {
            if (GSON.fromJson(text, Object.class) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (JsonParseException | StackOverflowError | NumberFormatException e) {
            throw damaged(what, e);
        }
        throw damaged(what, null);
    }

    private static UserError damaged(
            String what, @org.jspecify.annotations.Nullable Throwable cause) {
        String problem = what + " is damaged: it is not the JSON that a model file holds.";
        String remedy = "Save the model again, or load another copy of the file.";
        return cause == null
                ? new UserError("E192", problem, remedy)
                : new UserError("E192", problem, remedy, cause);
    }
}
