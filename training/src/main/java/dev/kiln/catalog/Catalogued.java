package dev.kiln.catalog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which list knows the names of a type, so that an argument of the type can be written as a name.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Catalogued {
    /// A class with a `public static final Catalog<…> CATALOG`.
    Class<?> by();
}
