"""Model files between real Keras and Kiln.

write RECORDS FOLDER models|all: the recorded models, and with "all" one of each recorded layer with its weights, as NAME.keras with
    NAME.json: {"inputs": [{"shape", "data"}], "trains": whether a step of training says anything}.
check FOLDER: NAME.kiln.keras is what Kiln made of each after a step of training, NAME.kiln.json what Kiln computed from that file:
    {"predictions": [{"shape", "data"}], "loss": on targets of 0.25}, NAME.after.keras the model after one more step. Keras must agree.
    Prints a JSON line {"model", "passed", "detail"} each.
"""

import json
import os
import pathlib
import shutil
import sys

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np

TARGET = 0.25
RELATIVE = 2e-5

# A class that Keras exports under another name than its own.
EXPORTED_AS = {"GroupedQueryAttention": "GroupQueryAttention"}


def array(tensor):
    data = [float(x) for x in tensor["data"]]
    return np.array(data, dtype="float64").reshape(tensor["shape"]).astype(tensor["dtype"])


def tensor(values):
    values = np.asarray(values, dtype="float32")
    return {"shape": list(values.shape), "data": [float(x) for x in values.ravel()]}


def is_random(layer):
    return any(hasattr(each, "seed_generator") for each in layer._flatten_layers()) or any(
        hasattr(each, "rate") and "Dropout" in type(each).__name__ for each in layer._flatten_layers()
    )


def trains(model):
    is_float = all(keras.backend.is_float_dtype(output.dtype) for output in model.outputs)
    return bool(model.trainable_weights) and is_float and not is_random(model)


def save(model, inputs, folder, name):
    model.save(folder / f"{name}.keras")
    facts = {"inputs": [tensor(x) for x in inputs], "trains": trains(model)}
    (folder / f"{name}.json").write_text(json.dumps(facts))


def model_of(case):
    layer = getattr(keras.layers, EXPORTED_AS.get(case["layer"], case["layer"])).from_config(case["config"])
    symbols, arrays = [], []

    def symbol(recorded):
        value = array(recorded)
        batch = value.shape[0] if case["config"].get("stateful") else None
        symbols.append(keras.Input(value.shape[1:], batch_size=batch, dtype=recorded["dtype"]))
        arrays.append(value)
        return symbols[-1]

    def argument(recorded):
        if isinstance(recorded, list):
            return [argument(item) for item in recorded]
        return symbol(recorded) if isinstance(recorded, dict) else recorded

    given = [symbol(each) for each in case["inputs"]]
    named = {name: argument(value) for name, value in case["call_args"].items()}
    if case["query_equals_value"]:
        given.append(given[0])
    outputs = layer(given, **named) if case["inputs_as_list"] else layer(*given, **named)
    for weight, recorded in zip(layer.weights, case["weights"]):
        weight.assign(array(recorded["value"]))
    return keras.Model(symbols, outputs), arrays


def write(records, folder, every):
    layers = json.loads((records / "layers.json").read_text())["cases"] if every else []
    for case in layers:
        # A mask that is given by hand is no part of a model's description: masks come from layers there.
        if "mask" in case["call_args"]:
            continue
        model, arrays = model_of(case)
        save(model, arrays, folder, "layer " + case["id"].replace("/", " "))
    for case in json.loads((records / "saved.json").read_text())["cases"]:
        if not case["file"].endswith(".keras"):
            continue
        name = "model " + pathlib.Path(case["file"]).stem
        model = keras.saving.load_model(records / "saved" / pathlib.Path(case["file"]).name)
        given = case["input"]
        if isinstance(given, dict) and "shape" not in given:
            given = [given[symbol.name] for symbol in model.inputs]
        given = given if isinstance(given, list) else [given]
        shutil.copy(records / "saved" / pathlib.Path(case["file"]).name, folder / f"{name}.keras")
        facts = {"inputs": [tensor(array(x)) for x in given], "trains": trains(model)}
        (folder / f"{name}.json").write_text(json.dumps(facts))


def as_list(values):
    return list(values) if isinstance(values, (list, tuple)) else [values]


def close(what, got, wanted, relative=RELATIVE):
    got, wanted = np.asarray(got, "float64"), np.asarray(wanted, "float64")
    assert got.shape == wanted.shape, f"{what}: Keras has {got.shape}, Kiln {wanted.shape}"
    if got.size:
        far = np.max(np.abs(got - wanted))
        most = relative * max(np.max(np.abs(wanted)), 0.5)
        assert far <= most, f"{what}: Keras and Kiln differ by {far:.2e}, {most:.2e} is allowed"


def check_one(folder, name):
    facts = json.loads((folder / f"{name}.json").read_text())
    said = json.loads((folder / f"{name}.kiln.json").read_text())
    model = keras.saving.load_model(folder / f"{name}.kiln.keras")
    model.run_eagerly = True
    inputs = [
        np.array(x["data"], "float64").reshape(x["shape"]).astype(symbol.dtype)
        for x, symbol in zip(facts["inputs"], model.inputs)
    ]
    inputs = inputs if len(inputs) > 1 else inputs[0]
    rows = facts["inputs"][0]["shape"][0]
    predictions = as_list(model.predict_on_batch(inputs))
    assert len(predictions) == len(said["predictions"]), "number of outputs"
    for i, (got, wanted) in enumerate(zip(predictions, said["predictions"])):
        close(f"prediction {i}", got, np.array(wanted["data"]).reshape(wanted["shape"]))
    if not facts["trains"]:
        return
    targets = [np.full(p.shape, TARGET, "float32") for p in predictions]
    targets = targets if len(targets) > 1 else targets[0]
    loss = model.evaluate(inputs, targets, batch_size=rows, verbose=0, return_dict=True)["loss"]
    close("evaluate", loss, said["loss"])
    model.fit(inputs, targets, batch_size=rows, epochs=1, verbose=0, shuffle=False)
    after = keras.saving.load_model(folder / f"{name}.after.keras")
    for got, wanted in zip(model.weights, after.weights, strict=True):
        close(f"{got.path} after one more step", got, wanted)
    for got, wanted in zip(model.optimizer.variables, after.optimizer.variables, strict=True):
        close(f"{got.path} after one more step", got, wanted)


def check(folder):
    for file in sorted(folder.glob("*.kiln.json")):
        name = file.name.removesuffix(".kiln.json")
        try:
            check_one(folder, name)
            outcome = {"model": name, "passed": True, "detail": ""}
        except Exception as error:
            outcome = {"model": name, "passed": False, "detail": f"{type(error).__name__}: {error}"}
        print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), "all" in sys.argv[4:])
    else:
        check(pathlib.Path(sys.argv[2]))
