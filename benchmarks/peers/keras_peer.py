"""Keras' side: `keras_peer.py BACKEND [STEPS_PER_EXECUTION]`, with the backend jax or tensorflow.

At its documented best: compiled as a whole (`jit_compile="auto"`), NumPy arrays in memory, both cores.
"""

import os
import sys

os.environ["KERAS_BACKEND"] = sys.argv[1]
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402
from keras import layers  # noqa: E402

import cases  # noqa: E402
from answering import serve  # noqa: E402


def dense(units, activation=None):
    return layers.Dense(units, activation=activation)


def mnist_mlp():
    return [dense(128, "relu"), layers.Dropout(0.2), dense(10, "softmax")]


def cifar():
    chain = []
    for channels in (32, 64, 128):
        for _ in range(2):
            chain += [layers.Conv2D(channels, 3, padding="same"), layers.BatchNormalization(), layers.ReLU()]
        chain.append(layers.MaxPooling2D(2))
    return [*chain, layers.GlobalAveragePooling2D(), dense(10, "softmax")]


MODELS = {
    "tiny_mlp": lambda: [dense(16, "relu"), dense(3, "softmax")],
    "mnist_mlp_b32": mnist_mlp,
    "mnist_mlp_b128": mnist_mlp,
    "wide_mlp": lambda: [*(dense(512, "relu") for _ in range(4)), dense(1)],
    "mnist_cnn": lambda: [
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dropout(0.5),
        dense(10, "softmax"),
    ],
    "cifar_bn_cnn": cifar,
    "lstm": lambda: [layers.LSTM(64), dense(1, "sigmoid")],
    "text": lambda: [
        layers.Embedding(20000, 16),
        layers.GlobalAveragePooling1D(),
        dense(16, "relu"),
        dense(1, "sigmoid"),
    ],
}


class KerasPeer:
    def __init__(self, steps_per_execution):
        self.steps_per_execution = steps_per_execution

    def open(self, name, folder):
        self.case = cases.CASES[name]
        self.x, self.y, self.weights = cases.read(folder)
        if self.case.tokens:
            self.x = self.x.astype("int32")
        if self.case.labels > 1:
            self.y = self.y.astype("int32")

    def model(self, is_dropping):
        chain = MODELS[self.case.name]()
        if is_dropping != "1":
            chain = [layer for layer in chain if not isinstance(layer, layers.Dropout)]
        dtype = "int32" if self.case.tokens else "float32"
        self.trained = keras.Sequential([layers.Input(self.case.row, dtype=dtype), *chain])
        self.trained.set_weights(self.weights)
        losses = {0: "mean_squared_error", 1: "binary_crossentropy"}
        self.trained.compile(
            optimizer="adam",
            loss=losses.get(self.case.labels, "sparse_categorical_crossentropy"),
            metrics=["accuracy" if self.case.labels else "mae"],
            steps_per_execution=self.steps_per_execution,
        )

    def train(self, epochs, is_shuffled):
        history = self.trained.fit(
            self.x,
            self.y,
            batch_size=self.case.batch,
            epochs=int(epochs),
            shuffle=is_shuffled == "1",
            verbose=0,
        )
        return {"loss": history.history["loss"][-1]}

    def evaluate(self, times):
        for _ in range(int(times)):
            loss = self.trained.evaluate(self.x, self.y, batch_size=self.case.batch, verbose=0)[0]
        return {"loss": loss}

    def predict(self, times):
        for _ in range(int(times)):
            last = self.trained.predict(self.x, batch_size=self.case.batch, verbose=0).flat[-1]
        return {"last": last}


if __name__ == "__main__":
    serve(KerasPeer(int(sys.argv[2]) if len(sys.argv) > 2 else 1))
