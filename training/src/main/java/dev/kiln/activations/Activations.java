package dev.kiln.activations;

import dev.kiln.catalog.Catalog;

import org.jspecify.annotations.Nullable;

/// Every activation function by its Keras name.
public final class Activations {
    public static final Catalog<ActivationFunction> CATALOG =
            new Catalog<ActivationFunction>("activation")
                    .with("relu", new Relu())
                    .with("sigmoid", new Sigmoid())
                    .with("tanh", new Tanh())
                    .with("softmax", new Softmax())
                    .with("linear", new Linear())
                    .with("gelu", new Gelu())
                    .with("elu", new Elu())
                    .with("selu", new Selu())
                    .with("celu", new Celu())
                    .with("silu", new Silu(), "swish")
                    .with("mish", new Mish())
                    .with("relu6", new Relu6())
                    .with("leaky_relu", new LeakyRelu())
                    .with("exponential", new Exponential())
                    .with("glu", new Glu())
                    .with("hard_shrink", new HardShrink())
                    .with("hard_sigmoid", new HardSigmoid())
                    .with("hard_silu", new HardSilu(), "hard_swish")
                    .with("hard_tanh", new HardTanh())
                    .with("log_sigmoid", new LogSigmoid())
                    .with("log_softmax", new LogSoftmax())
                    .with("soft_shrink", new SoftShrink())
                    .with("softplus", new Softplus())
                    .with("softsign", new Softsign())
                    .with("sparse_plus", new SparsePlus())
                    .with("sparse_sigmoid", new SparseSigmoid())
                    .with("sparsemax", new Sparsemax())
                    .with("squareplus", new Squareplus())
                    .with("tanh_shrink", new TanhShrink())
                    .with("threshold", 2, new Threshold(0, 0));

    private Activations() {}

    /// Keras' `activation=None`: nothing is done.
    public static ActivationFunction orLinear(@Nullable ActivationFunction activation) {
        return activation == null ? new Linear() : activation;
    }

    /// The function of a name, for example `relu` or `hard_swish`.
    public static ActivationFunction of(String name) {
        return CATALOG.get(name);
    }
}
