package dev.kiln.layers;

import dev.kiln.constraints.Constraint;
import dev.kiln.graph.Variable;
import dev.kiln.initializers.Initializer;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// A weight or a state as a layer asks for it.
///
/// @param name      unique in its layer
/// @param trainable whether an optimizer may change it
/// @param role      who may write it
public record Declaration(
        String name,
        Shape shape,
        Initializer initializer,
        @Nullable Regularizer regularizer,
        @Nullable Constraint constraint,
        boolean trainable,
        Variable.Role role) {}
