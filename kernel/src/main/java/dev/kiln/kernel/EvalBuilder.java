package dev.kiln.kernel;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// Source that is about to be evaluated, in the words of JJava 1.0a8's kernel.
///
/// ```java
/// kernel.evalBuilder("%who").resolveMagics().eval();
/// ```
///
/// @param <T> what comes out
public final class EvalBuilder<T> {
    private final KilnKernel kernel;
    private final String source;
    private final boolean hasMagics;
    private final Function<@Nullable Object, T> shape;

    private EvalBuilder(
            KilnKernel kernel,
            String source,
            boolean hasMagics,
            Function<@Nullable Object, T> shape) {
        this.kernel = kernel;
        this.source = source;
        this.hasMagics = hasMagics;
        this.shape = shape;
    }

    @SuppressWarnings("unchecked")
    static <T> EvalBuilder<T> of(KilnKernel kernel, String source) {
        return new EvalBuilder<>(kernel, source, false, value -> (T) value);
    }

    /// Lets lines of magics be run as such; else the source is Java alone.
    public EvalBuilder<T> resolveMagics() {
        return new EvalBuilder<>(kernel, source, true, shape);
    }

    /// Lets the result be what the notebook would show of it; [DisplayData#EMPTY] where there is none.
    public EvalBuilder<DisplayData> renderResults() {
        return new EvalBuilder<>(
                kernel,
                source,
                hasMagics,
                value -> value == null ? DisplayData.EMPTY : kernel.show(value));
    }

    /// Evaluates the source in the running cell.
    ///
    /// @return the value of its last expression; null where there is none
    /// @throws RuntimeException what the source threw, or what the compiler said of it
    public T eval() {
        return shape.apply(hasMagics ? kernel.evalWithMagics(source) : kernel.evalRaw(source));
    }
}
