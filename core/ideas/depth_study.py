"""Does depth help? Handwritten digits, classified with a kernel of more and more layers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

from core.ideas.depth import deep_kernel, deep_kernel_of_gap
from core.ideas.layer_maps import LayerMap
from core.parallel import check_wanted

N_TRAIN, N_TEST = 200, 300
RIDGE = 1e-6  # of the mean diagonal: the deepest kernels are constant, and singular without it
DEPTHS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300)


@dataclass(frozen=True)
class Digits:
    """Digits scaled to length 1: rows to learn from, rows to be told apart, and their labels."""

    train: NDArray[np.float64]
    test: NDArray[np.float64]
    train_label: NDArray[np.int64]
    test_label: NDArray[np.int64]


@dataclass(frozen=True)
class DepthRow:
    """The share of test digits that is right at a depth, by weights and by ridge regression."""

    depth: int
    smoother: float
    ridge: float


def digits_on_sphere(*, random_state: int = 0) -> Digits:
    """200 rows to learn from and 300 to test on, drawn from scikit-learn's digits.

    >>> digits = digits_on_sphere()
    >>> digits.train.shape, digits.test.shape
    ((200, 64), (300, 64))
    """
    found = load_digits()
    X = found.data / np.linalg.norm(found.data, axis=1, keepdims=True)
    order = np.random.default_rng(random_state).permutation(len(X))[: N_TRAIN + N_TEST]
    one, two = order[:N_TRAIN], order[N_TRAIN:]
    return Digits(X[one], X[two], found.target[one], found.target[two])


def accuracy_by_depth(
    digits: Digits, layer: LayerMap, depths: tuple[int, ...] = DEPTHS, *, tangent: bool = True
) -> list[DepthRow]:
    """Weights: the class whose rows have most weight together. Ridge: regression on the classes.

    >>> from core.ideas.layer_maps import relu_map
    >>> accuracy_by_depth(digits_on_sphere(), relu_map(), (300,))[0].smoother < 0.2
    True
    """
    classes = np.unique(digits.train_label)
    Y = (digits.train_label[:, None] == classes).astype(float)
    inner = np.clip(digits.train @ digits.train.T, -1, 1)
    cross = np.clip(digits.test @ digits.train.T, -1, 1)
    rows = []
    for depth in depths:
        check_wanted()
        K = deep_kernel(inner, depth, layer, tangent=tangent)
        k = deep_kernel(cross, depth, layer, tangent=tangent)
        K = K + RIDGE * float(np.trace(K)) / len(K) * np.eye(len(K))
        smoothed, fitted = k @ Y, k @ np.linalg.solve(K, Y)
        right = [
            float((classes[scores.argmax(axis=1)] == digits.test_label).mean())
            for scores in (smoothed, fitted)
        ]
        rows.append(DepthRow(depth, *right))
    return rows


def nearest_accuracy(digits: Digits) -> float:
    """The share right when the single nearest row decides."""
    nearest = (digits.test @ digits.train.T).argmax(axis=1)
    return float((digits.train_label[nearest] == digits.test_label).mean())


def majority_accuracy(digits: Digits) -> float:
    """The share right when every digit is called what most rows are called."""
    most = np.bincount(digits.train_label).argmax()
    return float((digits.test_label == most).mean())


def weight_exponent(layer: LayerMap, depth: int = 120, *, tangent: bool) -> float:
    """The order α with which weights fall, −d log K / d log r for r² from 2e-7 to 2e-4.

    >>> from core.ideas.layer_maps import hermite_map
    >>> round(weight_exponent(hermite_map(0.5, 3), tangent=False), 2)
    2.0
    """
    squared = np.geomspace(2e-7, 2e-4, 200)
    weight = deep_kernel_of_gap(squared / 2, depth, layer, tangent=tangent)
    slope = np.polyfit(0.5 * np.log(squared), np.log(weight), 1)[0]
    return float(-slope)
