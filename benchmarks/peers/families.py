"""Layer families: Kiln's layers and PyTorch's of the same meaning, each alone under a mean squared error and Adam.

Where a layer has no weights, one that is quick comes before it, so that there is a gradient to pass on.
"""

from dataclasses import dataclass
from typing import Callable

import torch
from torch import nn


@dataclass(frozen=True)
class Family:
    """`row` is a row's shape with the channels last, `kiln` the layers as Kiln spells them."""

    row: tuple
    kiln: str
    torch: Callable
    batch: int = 32
    tokens: int = 0
    is_sequence: bool = False


class First(nn.Module):
    """The first of what a recurrent layer or an attention gives."""

    def __init__(self, layer, is_attention=False):
        super().__init__()
        self.layer, self.is_attention = layer, is_attention

    def forward(self, x):
        return self.layer(x, x, x, need_weights=False)[0] if self.is_attention else self.layer(x)[0]


def separable(kind, rank_kernel):
    return lambda: nn.Sequential(kind(32, 32, rank_kernel, groups=32, bias=False), kind(32, 32, 1))


IMAGE, LINE, CUBE = (28, 28, 32), (256, 32), (12, 12, 12, 16)
SCALE = "batch_normalization"


def scaled(channels, normalisation, *layers):
    return lambda: nn.Sequential(normalisation(channels), *layers)


FAMILIES = {
    "dense": Family((256,), "dense(units=256)", lambda: nn.Linear(256, 256), batch=128, is_sequence=True),
    "conv1d": Family(LINE, "conv1d(filters=32,kernel_size=5)", lambda: nn.Conv1d(32, 32, 5)),
    "conv2d": Family(IMAGE, "conv2d(filters=32,kernel_size=3)", lambda: nn.Conv2d(32, 32, 3)),
    "conv2d strided": Family(IMAGE, "conv2d(filters=64,kernel_size=3,strides=2)", lambda: nn.Conv2d(32, 64, 3, 2)),
    "conv2d dilated": Family(
        IMAGE, "conv2d(filters=32,kernel_size=3,dilation_rate=2)", lambda: nn.Conv2d(32, 32, 3, dilation=2)
    ),
    "conv2d grouped": Family(
        IMAGE, "conv2d(filters=32,kernel_size=3,groups=4)", lambda: nn.Conv2d(32, 32, 3, groups=4)
    ),
    "conv2d 1x1": Family(IMAGE, "conv2d(filters=64,kernel_size=1)", lambda: nn.Conv2d(32, 64, 1)),
    "conv3d": Family(CUBE, "conv3d(filters=16,kernel_size=3)", lambda: nn.Conv3d(16, 16, 3)),
    "conv1d transpose": Family(
        LINE, "conv1d_transpose(filters=32,kernel_size=3)", lambda: nn.ConvTranspose1d(32, 32, 3)
    ),
    "conv2d transpose": Family(
        IMAGE, "conv2d_transpose(filters=32,kernel_size=3)", lambda: nn.ConvTranspose2d(32, 32, 3)
    ),
    "conv3d transpose": Family(
        CUBE, "conv3d_transpose(filters=16,kernel_size=3)", lambda: nn.ConvTranspose3d(16, 16, 3)
    ),
    "depthwise conv1d": Family(LINE, "depthwise_conv1d(kernel_size=5)", lambda: nn.Conv1d(32, 32, 5, groups=32)),
    "depthwise conv2d": Family(IMAGE, "depthwise_conv2d(kernel_size=3)", lambda: nn.Conv2d(32, 32, 3, groups=32)),
    "separable conv1d": Family(LINE, "separable_conv1d(filters=32,kernel_size=5)", separable(nn.Conv1d, 5)),
    "separable conv2d": Family(IMAGE, "separable_conv2d(filters=32,kernel_size=3)", separable(nn.Conv2d, 3)),
    "max pooling 1d": Family(LINE, SCALE + ";max_pooling1d", scaled(32, nn.BatchNorm1d, nn.MaxPool1d(2))),
    "max pooling 2d": Family(IMAGE, SCALE + ";max_pooling2d", scaled(32, nn.BatchNorm2d, nn.MaxPool2d(2))),
    "max pooling 3d": Family(CUBE, SCALE + ";max_pooling3d", scaled(16, nn.BatchNorm3d, nn.MaxPool3d(2))),
    "average pooling 1d": Family(
        LINE, SCALE + ";average_pooling1d(pool_size=2)", scaled(32, nn.BatchNorm1d, nn.AvgPool1d(2))
    ),
    "average pooling 2d": Family(
        IMAGE, SCALE + ";average_pooling2d(pool_size=2)", scaled(32, nn.BatchNorm2d, nn.AvgPool2d(2))
    ),
    "average pooling 3d": Family(
        CUBE, SCALE + ";average_pooling3d(pool_size=2)", scaled(16, nn.BatchNorm3d, nn.AvgPool3d(2))
    ),
    "global average 2d": Family(
        IMAGE, SCALE + ";global_average_pooling2d", scaled(32, nn.BatchNorm2d, nn.AdaptiveAvgPool2d(1), nn.Flatten())
    ),
    "global max 2d": Family(
        IMAGE, SCALE + ";global_max_pooling2d", scaled(32, nn.BatchNorm2d, nn.AdaptiveMaxPool2d(1), nn.Flatten())
    ),
    "batch normalization": Family(IMAGE, SCALE, lambda: nn.BatchNorm2d(32)),
    "layer normalization": Family((64, 128), "layer_normalization", lambda: nn.LayerNorm(128), is_sequence=True),
    "group normalization": Family(IMAGE, "group_normalization(groups=8)", lambda: nn.GroupNorm(8, 32)),
    "simple rnn": Family(
        (64, 32),
        "simple_rnn(units=64,return_sequences=true)",
        lambda: First(nn.RNN(32, 64, batch_first=True)),
        is_sequence=True,
    ),
    "gru": Family(
        (64, 32),
        "gru(units=64,return_sequences=true)",
        lambda: First(nn.GRU(32, 64, batch_first=True)),
        is_sequence=True,
    ),
    "lstm": Family(
        (64, 32),
        "lstm(units=64,return_sequences=true)",
        lambda: First(nn.LSTM(32, 64, batch_first=True)),
        is_sequence=True,
    ),
    "attention": Family(
        (64, 64),
        "multi_head_attention(num_heads=4,key_dim=16)",
        lambda: First(nn.MultiheadAttention(64, 4, batch_first=True), is_attention=True),
        is_sequence=True,
    ),
    "embedding": Family(
        (64,), "embedding(input_dim=5000,output_dim=32)", lambda: nn.Embedding(5000, 32), tokens=5000, is_sequence=True
    ),
}
BATCHES = 8


class FamilyTraining:
    """What `Alone.family` does in Java."""

    def __init__(self, name):
        family = FAMILIES[name]
        rows = family.batch * BATCHES
        self.batch = family.batch
        self.layer = family.torch()
        shape = family.row if family.is_sequence else (family.row[-1], *family.row[:-1])
        self.x = torch.randint(family.tokens, (rows, *shape)) if family.tokens else torch.rand(rows, *shape)
        if len(shape) == 3 and not family.is_sequence:
            self.layer = self.layer.to(memory_format=torch.channels_last)
            self.x = self.x.to(memory_format=torch.channels_last)
        with torch.no_grad():
            self.y = torch.rand_like(
                self.layer(self.x[: self.batch]).repeat(BATCHES, *[1] * (len(self.layer(self.x[:1]).shape) - 1))
            )
        self.optimizer = torch.optim.Adam(self.layer.parameters(), fused=True)

    def train(self, epochs):
        for _ in range(epochs):
            for rows in torch.randperm(len(self.x)).split(self.batch):
                self.optimizer.zero_grad()
                loss = nn.functional.mse_loss(self.layer(self.x[rows]), self.y[rows])
                loss.backward()
                self.optimizer.step()
                loss.item()
