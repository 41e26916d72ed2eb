package dev.kiln.layers;

import dev.kiln.catalog.Catalog;
import dev.kiln.tensor.Shape;

/// Every layer by its Keras name.
public final class Layers {
    public static final Catalog<Layer> CATALOG = new Catalog<Layer>("layer", "E131")
            .with("input", 1, new Input(Shape.of(1)), "input_layer")
            .with("dense", 1, new Dense(1))
            .with("activation", 1, new Activation("linear"))
            .with("dropout", 1, new Dropout(0))
            .with("flatten", new Flatten())
            .with("batch_normalization", new BatchNormalization(), "batch_norm")
            .with("embedding", 2, new Embedding(1, 1))
            .with("add", new Add())
            .with("concatenate", new Concatenate(), "concat")
            .with("subtract", new Subtract())
            .with("multiply", new Multiply())
            .with("average", new Average())
            .with("maximum", new Maximum())
            .with("minimum", new Minimum())
            .with("dot", 1, new Dot(1))
            .with("relu", new ReLU(), "re_lu")
            .with("leaky_relu", new LeakyReLU(), "leaky_re_lu")
            .with("elu", new ELU())
            .with("prelu", new PReLU(), "p_re_lu")
            .with("softmax", new Softmax())
            .with("identity", new Identity())
            .with("activity_regularization", new ActivityRegularization())
            .with("gaussian_noise", 1, new GaussianNoise(0))
            .with("gaussian_dropout", 1, new GaussianDropout(0))
            .with("alpha_dropout", 1, new AlphaDropout(0))
            .with("spatial_dropout1d", 1, new SpatialDropout1D(0))
            .with("spatial_dropout2d", 1, new SpatialDropout2D(0))
            .with("spatial_dropout3d", 1, new SpatialDropout3D(0))
            .with("rescaling", 1, new Rescaling(1))
            .with("unit_normalization", new UnitNormalization())
            .with("layer_normalization", new LayerNormalization(), "layer_norm")
            .with("rms_normalization", new RMSNormalization(), "rms_norm")
            .with("group_normalization", new GroupNormalization(), "group_norm")
            .with("masking", new Masking())
            .with("reshape", 1, new Reshape(1))
            .with("permute", 1, new Permute(1))
            .with("repeat_vector", 1, new RepeatVector(1))
            .with("zero_padding1d", new ZeroPadding1D())
            .with("zero_padding2d", new ZeroPadding2D())
            .with("zero_padding3d", new ZeroPadding3D())
            .with("cropping1d", new Cropping1D())
            .with("cropping2d", new Cropping2D())
            .with("cropping3d", new Cropping3D())
            .with("up_sampling1d", new UpSampling1D())
            .with("up_sampling2d", new UpSampling2D())
            .with("up_sampling3d", new UpSampling3D());

    private Layers() {}
}
