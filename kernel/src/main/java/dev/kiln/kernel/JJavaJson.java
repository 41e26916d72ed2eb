package dev.kiln.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;

import org.dflib.jjava.jupyter.messages.adapters.PublishStatusAdapter;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;

import java.util.Base64;

/// The contents of extensions' messages as JSON.
final class JJavaJson {
    private static final Gson GSON =
            new GsonBuilder()
                    .registerTypeAdapter(PublishStatus.class, PublishStatusAdapter.INSTANCE)
                    .registerTypeAdapter(
                            byte[].class,
                            (com.google.gson.JsonSerializer<byte[]>)
                                    (bytes, type, context) ->
                                            context.serialize(
                                                    Base64.getEncoder().encodeToString(bytes)))
                    .create();

    private JJavaJson() {}

    /// The content; what a mime bundle holds as JSON text becomes JSON, as frontends expect it.
    static JsonObject content(Object content) {
        JsonObject json = GSON.toJsonTree(content).getAsJsonObject();
        JsonElement data = json.get("data");
        if (data != null && data.isJsonObject()) {
            for (var entry : data.getAsJsonObject().entrySet()) {
                if (entry.getKey().matches("application/(.*\\+)?json")
                        && entry.getValue().isJsonPrimitive()) {
                    entry.setValue(parsed(entry.getValue()));
                }
            }
            if (!json.has("metadata") || json.get("metadata").isJsonNull()) {
                json.add("metadata", new JsonObject());
            }
            if (!json.has("transient") || json.get("transient").isJsonNull()) {
                json.add("transient", new JsonObject());
            }
        }
        return json;
    }

    private static JsonElement parsed(JsonElement text) {
        try {
            return JsonParser.parseString(text.getAsString());
        } catch (JsonSyntaxException plain) {
            return text;
        }
    }
}
