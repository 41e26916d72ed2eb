"""PyTorch's side, eager.

At its documented best: fused Adam, images channels last, rows taken by index from tensors in memory, two threads.
Epsilon counts as Keras counts it where losses are compared; see `step`.
"""

import time

import numpy as np
import torch
from torch import nn

import cases
from answering import serve
from families import FamilyTraining

torch.set_num_threads(2)


class LastStep(nn.Module):
    """One bias is kept at 0: PyTorch has two where Keras has one."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(32, 64, batch_first=True)
        nn.init.zeros_(self.lstm.bias_hh_l0).requires_grad_(False)

    def forward(self, x):
        return self.lstm(x)[0][:, -1]


class MeanEmbedding(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20000, 16)

    def forward(self, x):
        return self.embedding(x).mean(1)


def mnist_mlp():
    return [nn.Linear(784, 128), nn.ReLU(), nn.Dropout(0.2), nn.Linear(128, 10)]


def wide():
    chain = [nn.Linear(64, 512), nn.ReLU()]
    for _ in range(3):
        chain += [nn.Linear(512, 512), nn.ReLU()]
    return [*chain, nn.Linear(512, 1)]


def mnist_cnn():
    return [
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.5),
        nn.Linear(1600, 10),
    ]


def cifar():
    chain, inputs = [], 3
    for channels in (32, 64, 128):
        for _ in range(2):
            chain += [
                nn.Conv2d(inputs, channels, 3, padding=1),
                nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01),
                nn.ReLU(),
            ]
            inputs = channels
        chain.append(nn.MaxPool2d(2))
    return [*chain, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10)]


MODELS = {
    "tiny_mlp": lambda: [nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3)],
    "mnist_mlp_b32": mnist_mlp,
    "mnist_mlp_b128": mnist_mlp,
    "wide_mlp": wide,
    "mnist_cnn": mnist_cnn,
    "cifar_bn_cnn": cifar,
    "lstm": lambda: [LastStep(), nn.Linear(64, 1)],
    "text": lambda: [MeanEmbedding(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 1)],
}


def give(module, weights):
    """Hands Keras' weights, an iterator in Keras' order, to one layer."""

    def put(parameter, values):
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(values)))

    match module:
        case nn.Conv2d():
            put(module.weight, next(weights).transpose(3, 2, 0, 1))
            put(module.bias, next(weights))
        case nn.BatchNorm2d():
            for parameter in (module.weight, module.bias, module.running_mean, module.running_var):
                put(parameter, next(weights))
        case nn.Linear(in_features=1600):  # Keras flattens the channels last
            kernel = next(weights).reshape(5, 5, 64, 10).transpose(2, 0, 1, 3).reshape(1600, 10)
            put(module.weight, kernel.T)
            put(module.bias, next(weights))
        case nn.Linear():
            put(module.weight, next(weights).T)
            put(module.bias, next(weights))
        case LastStep():  # both have the gates in the order input, forget, candidate, output
            put(module.lstm.weight_ih_l0, next(weights).T)
            put(module.lstm.weight_hh_l0, next(weights).T)
            put(module.lstm.bias_ih_l0, next(weights))
        case MeanEmbedding():
            put(module.embedding.weight, next(weights))


class TorchPeer:
    epsilon = 1e-7

    def open(self, name, folder):
        self.case = cases.CASES[name]
        x, y, self.weights = cases.read(folder)
        self.x = torch.from_numpy(x)
        self.y = torch.from_numpy(y)
        self.is_image = len(self.case.row) == 3
        if self.case.tokens:
            self.x = self.x.long()
        if self.case.labels > 1:
            self.y = self.y.long()
        losses = {0: nn.MSELoss(), 1: nn.BCEWithLogitsLoss()}
        self.loss = losses.get(self.case.labels, nn.CrossEntropyLoss())

    def model(self, is_dropping):
        chain = MODELS[self.case.name]()
        if is_dropping != "1":
            chain = [layer for layer in chain if not isinstance(layer, nn.Dropout)]
        self.trained = nn.Sequential(*chain)
        weights = iter(self.weights)
        for module in self.trained:
            give(module, weights)
        if self.is_image:
            self.trained = self.trained.to(memory_format=torch.channels_last)
        self.optimizer = torch.optim.Adam(self.trained.parameters(), lr=0.001, eps=self.epsilon, fused=True)
        self.steps = 0

    def score(self, predicted, y):
        match self.case.labels:
            case 0:
                return (predicted - y).abs().sum()
            case 1:
                return ((predicted > 0) == (y > 0.5)).sum()
            case _:
                return (predicted.argmax(1) == y).sum()

    def step(self, x, y, is_compared):
        self.steps += 1
        if is_compared:  # Keras adds epsilon to the root of the uncorrected mean of squares, PyTorch to the corrected
            self.optimizer.param_groups[0]["eps"] = self.epsilon / (1 - 0.999**self.steps) ** 0.5
        self.optimizer.zero_grad()
        predicted = self.trained(x)
        loss = self.loss(predicted, y)
        loss.backward()
        self.optimizer.step()
        return loss.item() * len(x), self.score(predicted.detach(), y).item()

    def batches(self, is_shuffled):
        if is_shuffled:
            order = torch.randperm(len(self.x)).split(self.case.batch)
            pairs = ((self.x[rows], self.y[rows]) for rows in order)
        else:
            pairs = zip(self.x.split(self.case.batch), self.y.split(self.case.batch))
        if self.is_image:  # the file has the channels last; PyTorch names them first and keeps the strides
            return ((x.permute(0, 3, 1, 2), y) for x, y in pairs)
        return pairs

    def train(self, epochs, is_shuffled):
        self.trained.train()
        for _ in range(int(epochs)):
            total = hits = 0
            for x, y in self.batches(is_shuffled == "1"):
                loss, hit = self.step(x, y, is_shuffled != "1")
                total += loss
                hits += hit
        return {"loss": total / len(self.x), "score": hits / len(self.x)}

    def family(self, name):
        self.alone = FamilyTraining(name.replace("_", " "))

    def train_family(self, epochs):
        self.alone.train(int(epochs))

    def peak(self):
        """GFLOP/s of a large product: what arithmetic can reach on this machine."""
        a, b = torch.randn(2, 2048, 2048)
        best = 0.0
        for _ in range(12):
            began = time.perf_counter()
            a @ b
            best = max(best, 2 * 2048**3 / (time.perf_counter() - began) / 1e9)
        return {"gflops": best}

    @torch.inference_mode()
    def evaluate(self, times):
        self.trained.eval()
        for _ in range(int(times)):
            total = hits = 0
            for x, y in self.batches(False):
                predicted = self.trained(x)
                total += self.loss(predicted, y).item() * len(x)
                hits += self.score(predicted, y).item()
        return {"loss": total / len(self.x), "score": hits / len(self.x)}

    @torch.inference_mode()
    def predict(self, times):
        self.trained.eval()
        for _ in range(int(times)):
            parts = []
            for x, _y in self.batches(False):
                raw = self.trained(x)
                parts.append(raw.softmax(1) if self.case.labels > 1 else raw.sigmoid() if self.case.labels else raw)
            last = torch.cat(parts).flatten()[-1].item()
        return {"last": last}


if __name__ == "__main__":
    serve(TorchPeer())
