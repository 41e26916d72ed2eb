package dev.kiln.catalog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a name or an argument means, for help, completion and the written reference: one line with
/// range and unit.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Doc {
    /// One line: meaning, range, unit.
    String value();

    /// A value, or a line, as a user would type it; empty where the default says enough.
    String example() default "";

    /// The name as Keras writes it, where it does not follow from the Java name: `beta_1` of `beta1`.
    String name() default "";
}
