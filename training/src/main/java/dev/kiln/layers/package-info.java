/// Keras' layers, one file each, as formulas on `Tensor`.
///
/// A layer is a record of settings. Its formula declares its weights where it uses them; gradients and
/// the shapes of outputs are derived from it. A layer of one's own is one small class, or a lambda:
/// ```java
/// record Scale(double start) implements Formula {
///     public Tensor call(Tensor x, Scope scope) {
///         return x.times(scope.weight("scale", Shape.of(x.shape().last()), new Constant(start)));
///     }
/// }
/// Symbol in = Symbol.input(28, 28, 1);
/// Symbol out = new Dense(10, "softmax").apply(new Flatten().apply(in));
/// ```
/// The instance of a layer decides whether weights are shared: one instance used twice has one set of
/// weights, two equal instances have two.
@NullMarked
package dev.kiln.layers;

import org.jspecify.annotations.NullMarked;
