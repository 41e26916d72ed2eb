package dev.kiln.catalog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The arguments that come first where they are written without names, for a record whose components stand in another
/// order; all others follow in the order of the components.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface InOrder {
    /// Names as users write them.
    String[] value();
}
