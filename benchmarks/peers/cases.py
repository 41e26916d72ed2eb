"""The measured cases: their data, their first weights and how many rows they have. All sides are given the same files.

Data are random: what is measured is time, and that every side comes to the same loss.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Case:
    """`row` is the shape of one row, `labels` how many classes, 0 for a number; `tokens` are whole numbers below it.

    `bar` is how many times faster than the fastest peer a training step has to be, `gflop` the arithmetic of the
    products and convolutions in one step.
    """

    name: str
    batch: int
    rows: int
    row: tuple
    labels: int
    weights: tuple
    bar: float
    gflop: float
    has_dropout: bool = False
    tokens: int = 0


def dense(inputs, units):
    return ((inputs, units), (units,))


def convolution(inputs, filters, size=3):
    return ((size, size, inputs, filters), (filters,))


def normalised(inputs, filters):
    return (*convolution(inputs, filters), *((filters,),) * 4)


def multiplications(batch, forward, first):
    """Forward, and each of the gradients, cost the same; the first layer needs no gradient of its input."""
    return 2 * batch * (3 * forward - first) / 1e9


MNIST_MLP = (*dense(784, 128), *dense(128, 10))
CIFAR = sum((normalised(a, b) for a, b in ((3, 32), (32, 32), (32, 64), (64, 64), (64, 128), (128, 128))), ())
CIFAR_FORWARD = 1024 * 9 * (3 * 32 + 32 * 32) + 256 * 9 * (32 * 64 + 64 * 64) + 64 * 9 * (64 * 128 + 128 * 128) + 1280
CASES = {
    case.name: case
    for case in (
        Case(
            "tiny_mlp",
            32,
            120,
            (4,),
            3,
            (*dense(4, 16), *dense(16, 3)),
            50,
            multiplications(32, 4 * 16 + 16 * 3, 4 * 16),
        ),
        Case(
            "mnist_mlp_b32",
            32,
            12800,
            (784,),
            10,
            MNIST_MLP,
            1.5,
            multiplications(32, 784 * 128 + 1280, 784 * 128),
            has_dropout=True,
        ),
        Case(
            "mnist_mlp_b128",
            128,
            12800,
            (784,),
            10,
            MNIST_MLP,
            1.5,
            multiplications(128, 784 * 128 + 1280, 784 * 128),
            has_dropout=True,
        ),
        Case(
            "wide_mlp",
            128,
            2560,
            (64,),
            0,
            (*dense(64, 512), *dense(512, 512) * 3, *dense(512, 1)),
            1.05,
            multiplications(128, 64 * 512 + 3 * 512 * 512 + 512, 64 * 512),
        ),
        Case(
            "mnist_cnn",
            128,
            2560,
            (28, 28, 1),
            10,
            (*convolution(1, 32), *convolution(32, 64), *dense(1600, 10)),
            1.8,
            multiplications(128, 26 * 26 * 9 * 32 + 121 * 9 * 32 * 64 + 16000, 26 * 26 * 9 * 32),
            has_dropout=True,
        ),
        Case(
            "cifar_bn_cnn",
            64,
            1280,
            (32, 32, 3),
            10,
            (*CIFAR, *dense(128, 10)),
            1.05,
            multiplications(64, CIFAR_FORWARD, 1024 * 9 * 3 * 32),
        ),
        Case(
            "lstm",
            64,
            1280,
            (64, 32),
            1,
            ((32, 256), (64, 256), (256,), *dense(64, 1)),
            1.5,
            multiplications(64, 64 * 256 * (32 + 64) + 64, 64 * 256 * 32),
        ),
        Case(
            "text",
            128,
            5120,
            (200,),
            1,
            ((20000, 16), *dense(16, 16), *dense(16, 1)),
            3,
            multiplications(128, 16 * 16 + 16, 0),
            tokens=20000,
        ),
    )
}


def write(case, folder):
    """Puts x.npy, y.npy and weight-00.npy, … into a folder; the weights in Keras' order."""
    folder = Path(folder)
    random = np.random.default_rng(7)
    if case.tokens:
        x = random.integers(0, case.tokens, size=(case.rows, *case.row)).astype(np.float32)
    else:
        x = random.standard_normal((case.rows, *case.row), dtype=np.float32)
    if case.labels > 1:
        y = random.integers(0, case.labels, size=(case.rows,)).astype(np.float32)
    elif case.labels == 1:
        y = random.integers(0, 2, size=(case.rows, 1)).astype(np.float32)
    else:
        y = random.standard_normal((case.rows, 1), dtype=np.float32)
    np.save(folder / "x.npy", x)
    np.save(folder / "y.npy", y)
    for number, values in enumerate(first_weights(case, random)):
        np.save(folder / f"weight-{number:02d}.npy", values)


def first_weights(case, random):
    """Glorot uniform where there are two axes or more; biases and moving means 0, scales and moving variances 1."""
    vectors = 0
    for shape in case.weights:
        if len(shape) > 1:
            vectors = 0
            window = int(np.prod(shape[:-2]))
            limit = np.sqrt(6 / (window * (shape[-2] + shape[-1])))
            yield random.uniform(-limit, limit, size=shape).astype(np.float32)
        else:
            vectors += 1  # bias, scale, shift, moving mean, moving variance
            yield np.full(shape, 1 if vectors in (2, 5) else 0, np.float32)


def read(folder):
    folder = Path(folder)
    weights = [np.load(file) for file in sorted(folder.glob("weight-*.npy"))]
    return np.load(folder / "x.npy"), np.load(folder / "y.npy"), weights
