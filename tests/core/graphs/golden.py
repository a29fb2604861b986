"""The reference values of tests/golden/graph: two graphs, kernels of all measures, Ward labels."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "graph"
GRAPHS = ("karate", "sbm_100_2_0.3_0.1")


@cache
def graph(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Adjacency (n, n) and communities (n,)."""
    with np.load(FOLDER / f"graph_{name}.npz") as data:
        return data["A"].astype(float), data["y"].astype(int)


@cache
def read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def full_karate() -> dict[str, np.ndarray]:
    with np.load(FOLDER / "kernels_full_karate.npz") as data:
        return {key: data[key] for key in data.files}


def sha1_of_labels(labels: np.ndarray) -> str:
    return hashlib.sha1(",".join(map(str, labels)).encode(), usedforsecurity=False).hexdigest()
