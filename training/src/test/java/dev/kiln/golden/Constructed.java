package dev.kiln.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records made from arguments as a record of Keras' answers writes them: `{"num_thresholds": 6}`.
public final class Constructed {
    private Constructed() {}

    /// @param type a record with a constructor for its required arguments, and a `withX` for each argument
    /// @throws UserError    what the record's constructor refuses
    /// @throws AssertionError where it has no such argument
    public static <T> T of(Class<T> type, JsonObject arguments) {
        try {
            Object made = required(type, arguments);
            for (Map.Entry<String, JsonElement> argument : arguments.entrySet()) {
                RecordComponent component = component(type, argument.getKey());
                String name = component.getName();
                var with = type.getMethod(
                        "with" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                        component.getType());
                made = with.invoke(made, value(component.getType(), argument.getValue()));
            }
            return type.cast(made);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type.getSimpleName() + ": " + e, e);
        }
    }

    private static Object required(Class<?> type, JsonObject arguments) throws ReflectiveOperationException {
        var smallest = Arrays.stream(type.getConstructors())
                .min((a, b) -> a.getParameterCount() - b.getParameterCount())
                .orElseThrow();
        var values = new ArrayList<@Nullable Object>();
        for (int i = 0; i < smallest.getParameterCount(); i++) {
            RecordComponent component = type.getRecordComponents()[position(type, smallest.getParameters()[i].getName(), i)];
            values.add(value(component.getType(), arguments.get(kerasName(component))));
        }
        return smallest.newInstance(values.toArray());
    }

    private static int position(Class<?> type, String name, int otherwise) {
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(name)) {
                return i;
            }
        }
        return otherwise;
    }

    private static RecordComponent component(Class<?> type, String kerasName) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> kerasName(component).equals(kerasName))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type.getSimpleName() + " has no argument " + kerasName));
    }

    /// The argument as Keras writes it: `fromLogits` is `from_logits`.
    public static String kerasName(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(Doc.class))
                .map(Doc::name)
                .filter(name -> !name.isEmpty())
                .orElseGet(() ->
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }

    private static @Nullable Object value(Class<?> type, JsonElement json) {
        if (json.isJsonNull()) {
            return null;
        }
        if (type == List.class) {
            var list = json.isJsonArray() ? json.getAsJsonArray().asList() : List.of(json);
            return list.stream().map(Constructed::number).toList();
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.toString().equalsIgnoreCase(json.getAsString()))
                    .findFirst()
                    .orElseThrow();
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer" -> json.getAsInt();
            case "double", "Double" -> json.getAsDouble();
            case "boolean", "Boolean" -> json.getAsBoolean();
            case "String" -> json.getAsString();
            default -> throw new AssertionError("no argument of type " + type);
        };
    }

    /// A whole number stays one, as a list of axes or classes wants it.
    private static Number number(JsonElement json) {
        JsonPrimitive primitive = json.getAsJsonPrimitive();
        return primitive.getAsString().matches("-?\\d+") ? (Number) primitive.getAsInt() : (Number) primitive.getAsDouble();
    }
}
