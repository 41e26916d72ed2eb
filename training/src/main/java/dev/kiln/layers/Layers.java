package dev.kiln.layers;

import dev.kiln.catalog.Catalog;
import dev.kiln.tensor.Shape;

import java.util.List;

/// Every layer by its Keras name.
public final class Layers {
    public static final Catalog<Layer> CATALOG =
            new Catalog<Layer>("layer", "E131")
                    .with("input", 1, new Input(Shape.of(1)), "input_layer")
                    .with("dense", 1, new Dense(1))
                    .with("activation", 1, new Activation("linear"))
                    .with("dropout", 1, new Dropout(0))
                    .with("flatten", new Flatten())
                    .with("conv2d", 2, new Conv2D(1, 1), "Convolution2D")
                    .with("max_pooling2d", new MaxPooling2D(), "max_pool2d", "MaxPool2D")
                    .with("batch_normalization", new BatchNormalization(), "batch_norm")
                    .with("embedding", 2, new Embedding(1, 1))
                    .with("lstm", 1, new LSTM(1))
                    .with("gru", 1, new GRU(1))
                    .with("simple_rnn", 1, new SimpleRNN(1))
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
                    .with("up_sampling3d", new UpSampling3D())
                    .with("conv1d", 2, new Conv1D(1, 1), "Convolution1D")
                    .with(
                            "conv1d_transpose",
                            2,
                            new Conv1DTranspose(1, 1),
                            "Convolution1DTranspose")
                    .with("max_pooling1d", new MaxPooling1D(), "max_pool1d", "MaxPool1D")
                    .with(
                            "average_pooling1d",
                            1,
                            new AveragePooling1D(1),
                            "avg_pool1d",
                            "AvgPool1D")
                    .with(
                            "global_max_pooling1d",
                            new GlobalMaxPooling1D(),
                            "global_max_pool1d",
                            "GlobalMaxPool1D")
                    .with(
                            "global_average_pooling1d",
                            new GlobalAveragePooling1D(),
                            "global_avg_pool1d",
                            "GlobalAvgPool1D")
                    .with("adaptive_max_pooling1d", 1, new AdaptiveMaxPooling1D(1))
                    .with("adaptive_average_pooling1d", 1, new AdaptiveAveragePooling1D(1))
                    .with("depthwise_conv1d", 1, new DepthwiseConv1D(1))
                    .with(
                            "separable_conv1d",
                            2,
                            new SeparableConv1D(1, 1),
                            "SeparableConvolution1D")
                    .with(
                            "conv2d_transpose",
                            2,
                            new Conv2DTranspose(1, 1),
                            "Convolution2DTranspose")
                    .with(
                            "average_pooling2d",
                            1,
                            new AveragePooling2D(1),
                            "avg_pool2d",
                            "AvgPool2D")
                    .with(
                            "global_max_pooling2d",
                            new GlobalMaxPooling2D(),
                            "global_max_pool2d",
                            "GlobalMaxPool2D")
                    .with(
                            "global_average_pooling2d",
                            new GlobalAveragePooling2D(),
                            "global_avg_pool2d",
                            "GlobalAvgPool2D")
                    .with("adaptive_max_pooling2d", 1, new AdaptiveMaxPooling2D(1))
                    .with("adaptive_average_pooling2d", 1, new AdaptiveAveragePooling2D(1))
                    .with("depthwise_conv2d", 1, new DepthwiseConv2D(1))
                    .with(
                            "separable_conv2d",
                            2,
                            new SeparableConv2D(1, 1),
                            "SeparableConvolution2D")
                    .with("conv3d", 2, new Conv3D(1, 1), "Convolution3D")
                    .with(
                            "conv3d_transpose",
                            2,
                            new Conv3DTranspose(1, 1),
                            "Convolution3DTranspose")
                    .with("max_pooling3d", new MaxPooling3D(), "max_pool3d", "MaxPool3D")
                    .with(
                            "average_pooling3d",
                            1,
                            new AveragePooling3D(1),
                            "avg_pool3d",
                            "AvgPool3D")
                    .with(
                            "global_max_pooling3d",
                            new GlobalMaxPooling3D(),
                            "global_max_pool3d",
                            "GlobalMaxPool3D")
                    .with(
                            "global_average_pooling3d",
                            new GlobalAveragePooling3D(),
                            "global_avg_pool3d",
                            "GlobalAvgPool3D")
                    .with("adaptive_max_pooling3d", 1, new AdaptiveMaxPooling3D(1))
                    .with("adaptive_average_pooling3d", 1, new AdaptiveAveragePooling3D(1))
                    .with("simple_rnn_cell", 1, new SimpleRNNCell(1))
                    .with("lstm_cell", 1, new LSTMCell(1))
                    .with("gru_cell", 1, new GRUCell(1))
                    .with("stacked_rnn_cells", 1, new StackedRNNCells(List.of()))
                    .with("rnn", 1, new RNN(new SimpleRNNCell(1)))
                    .with("bidirectional", 1, new Bidirectional(new LSTM(1)))
                    .with("time_distributed", 1, new TimeDistributed(new Dense(1)))
                    .with("conv_lstm1d", 2, new ConvLSTM1D(1, 1))
                    .with("conv_lstm2d", 2, new ConvLSTM2D(1, 1))
                    .with("conv_lstm3d", 2, new ConvLSTM3D(1, 1))
                    .with("einsum_dense", 2, new EinsumDense("ab,bc->ac", List.of(1)))
                    .with("attention", new Attention())
                    .with("additive_attention", new AdditiveAttention())
                    .with("multi_head_attention", 2, new MultiHeadAttention(1, 1))
                    .with(
                            "grouped_query_attention",
                            3,
                            new GroupedQueryAttention(1, 1, 1),
                            "group_query_attention",
                            "GroupQueryAttention")
                    .with("normalization", new Normalization())
                    .with("discretization", new Discretization())
                    .with("category_encoding", 1, new CategoryEncoding(1))
                    .with("integer_lookup", new IntegerLookup())
                    .with("lambda", 1, new Lambda(x -> x))
                    .with("spectral_normalization", 1, new SpectralNormalization(new Dense(1)))
                    .with("center_crop", 2, new CenterCrop(1, 1))
                    .with("resizing", 2, new Resizing(1, 1))
                    .with("random_flip", new RandomFlip())
                    .with("random_rotation", 1, new RandomRotation(0))
                    .with("random_zoom", 1, new RandomZoom(0))
                    .with("random_translation", 2, new RandomTranslation(0, 0))
                    .with("random_contrast", 1, new RandomContrast(0))
                    .with("random_brightness", 1, new RandomBrightness(0))
                    .with("random_crop", 2, new RandomCrop(1, 1))
                    .with("auto_contrast", new AutoContrast())
                    .with("equalization", new Equalization())
                    .with(
                            "contrast_limited_adaptive_histogram_equalization",
                            new ContrastLimitedAdaptiveHistogramEqualization())
                    .with("solarization", new Solarization())
                    .with("random_color_degeneration", 1, new RandomColorDegeneration(0))
                    .with("random_color_jitter", new RandomColorJitter())
                    .with("random_elastic_transform", new RandomElasticTransform())
                    .with("random_erasing", new RandomErasing())
                    .with("random_gaussian_blur", new RandomGaussianBlur())
                    .with("random_grayscale", new RandomGrayscale())
                    .with("random_hue", 1, new RandomHue(0))
                    .with("random_invert", new RandomInvert())
                    .with("random_perspective", new RandomPerspective())
                    .with("random_posterization", 1, new RandomPosterization(1))
                    .with("random_saturation", 1, new RandomSaturation(0))
                    .with("random_sharpness", 1, new RandomSharpness(0))
                    .with("random_shear", new RandomShear())
                    .with("cut_mix", new CutMix())
                    .with("mix_up", new MixUp())
                    .with("rand_augment", new RandAugment())
                    .with("aug_mix", new AugMix())
                    .with("reversible_embedding", 2, new ReversibleEmbedding(1, 1))
                    .with("stft_spectrogram", new STFTSpectrogram())
                    .with("mel_spectrogram", new MelSpectrogram())
                    .with("max_num_bounding_boxes", 1, new MaxNumBoundingBoxes(1))
                    .with("hashed_crossing", 1, new HashedCrossing(1))
                    .with("string_lookup", new StringLookup())
                    .with("text_vectorization", new TextVectorization())
                    .with("hashing", 1, new Hashing(1));

    private Layers() {}
}
