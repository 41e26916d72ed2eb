"""Opens the models of a folder in Keras and says whether they answer as Kiln does: one JSON line a model."""

import json
import os
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import keras  # noqa: E402
import numpy as np  # noqa: E402

TOLERANCE = 1e-5


def array(tensor):
    return np.array(tensor["data"], dtype="float32").reshape(tensor["shape"])


def difference(wanted, got):
    wanted, got = np.asarray(wanted, "float64"), np.asarray(got, "float64")
    if wanted.shape != got.shape:
        return f"shape {wanted.shape}, Keras has {got.shape}"
    scale = max(1.0, float(np.max(np.abs(wanted), initial=0)))
    worst = float(np.max(np.abs(wanted - got), initial=0))
    return "" if worst <= TOLERANCE * scale else f"differs by {worst} of {scale}"


def listed(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def check(folder, case):
    model = keras.saving.load_model(folder / case["file"])
    inputs = [array(tensor) for tensor in case["inputs"]]
    given = inputs if len(inputs) > 1 else inputs[0]
    outputs = listed(model(given, training=False))
    if len(outputs) != len(case["outputs"]):
        return f"{len(case['outputs'])} outputs, Keras has {len(outputs)}"
    for i, wanted in enumerate(case["outputs"]):
        found = difference(array(wanted), outputs[i])
        if found:
            return f"output {i}: {found}"
    return trained(model, given, case["trained"]) if "trained" in case else ""


def trained(model, given, case):
    labels = [array(tensor) for tensor in case["labels"]]
    labels = labels if len(labels) > 1 else labels[0]
    scores = model.evaluate(given, labels, batch_size=32, verbose=0, return_dict=True)
    for name, wanted in case["scores"].items():
        found = difference(wanted, scores[name])
        if found:
            return f"{name}: {found}"
    model.fit(given, labels, epochs=1, batch_size=case["batch_size"], shuffle=False, verbose=0)
    for weight, wanted in zip(model.weights, case["weights"], strict=True):
        found = difference(array(wanted), weight)
        if found:
            return f"{weight.path} after one more epoch: {found}"
    return ""


def main(folder, report):
    with open(report, "w", encoding="utf-8") as out:
        for case in json.loads((folder / "cases.json").read_text(encoding="utf-8")):
            try:
                detail = check(folder, case)
            except Exception as error:  # Whatever Keras says is the answer.
                detail = f"{type(error).__name__}: {error}"
            out.write(json.dumps({"test": case["id"], "passed": not detail, "detail": detail}) + "\n")


main(Path(sys.argv[1]), sys.argv[2])
