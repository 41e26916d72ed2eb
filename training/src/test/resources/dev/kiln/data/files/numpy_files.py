# Writes the NumPy files and pickles beside it. Run with Python 3 and NumPy: python numpy_files.py
import pathlib
import pickle

import numpy as np

here = pathlib.Path(__file__).parent
grid = np.arange(6).reshape(2, 3)
np.savez(
    here / "types.npz",
    **{name: grid.astype(name) for name in ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]},
    flags=grid > 2,
    big=grid.astype(">i4"),
    columns=np.asfortranarray(grid.astype("f4")),
    cube=np.asfortranarray(np.arange(24).reshape(2, 3, 4)),
    scalar=np.float32(7),
    texts=np.array(["cat", "d\u00f6g"]),
    latin=np.array([b"cat", b"dog"]),
)
np.savez(here / "reviews.npz", x=np.array([[1, 2, 300], [70000, 5]], dtype=object), y=np.array([0, 1]))
np.savez(here / "danger.npz", x=np.array([pathlib.PurePosixPath("a"), 1], dtype=object))
np.savez_compressed(here / "named.npz", x_train=grid, y_train=np.array([0, 1]), x_test=grid[:1], y_test=np.array([1]))
rows = np.arange(2 * 3072).reshape(2, 3072).astype("u1")
for protocol in [2, 3, 4, 5]:
    with open(here / f"batch{protocol}.pickle", "wb") as file:
        pickle.dump({b"data": rows, b"labels": [3, 9], b"batch_label": b"two rows"}, file, protocol=protocol)
order = np.arange(1000)
np.random.RandomState(113).shuffle(order)
np.save(here / "shuffled113.npy", order)
