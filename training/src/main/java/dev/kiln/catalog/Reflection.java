package dev.kiln.catalog;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/// Reads and makes records. What a record's constructor throws comes out as it was thrown.
final class Reflection {
    private Reflection() {}

    static List<RecordComponent> components(Class<?> type) {
        return List.of(type.getRecordComponents());
    }

    static @Nullable Object read(RecordComponent component, Object record) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return invoke(accessor, record, new Object[0]);
    }

    static <T> T make(Class<T> type, List<@Nullable Object> values) {
        var types =
                components(type).stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw unchecked(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "no record: " + type + " of " + Arrays.toString(types), e);
        }
    }

    static Object invoke(Method method, Object argument) {
        Object result = invoke(method, null, new Object[] {argument});
        if (result == null) {
            throw new IllegalStateException(method + " gave null");
        }
        return result;
    }

    static Catalog<?> catalog(Class<?> holder) {
        try {
            return (Catalog<?>) holder.getField("CATALOG").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(holder + " has no public static CATALOG", e);
        }
    }

    private static @Nullable Object invoke(Method method, @Nullable Object on, Object[] arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw unchecked(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException unchecked(InvocationTargetException e) {
        return switch (e.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            default -> new IllegalStateException(e.getCause());
        };
    }
}
