"""What the famous ideas bring, measured: on wine, digits and diabetes of scikit-learn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_diabetes, load_wine
from sklearn.decomposition import PCA
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from core.ideas.deep_kernel_machine import kernel_geodesic, label_kernel, with_ridge
from core.ideas.depth_study import Digits
from core.ideas.self_distillation import distilled_factor
from core.ideas.zz_kernel import zz_kernel
from core.parallel import check_wanted

FOLDS = 5
COSTS = (0.1, 1.0, 10.0, 100.0)
RIDGES = (0.01, 0.1, 1.0)


@dataclass(frozen=True)
class QuantumStudy:
    """Accuracies of three kernels on the same columns, and the quantum kernel's other entries."""

    quantum: float
    gaussian: float
    linear: float
    off_diagonal: NDArray[np.float64]


def quantum_study(n_qubits: int, band: float, *, random_state: int = 0) -> QuantumStudy:
    """Wine by its leading principal components, each scaled to the standard deviation ``band``.

    Support vector machines, their cost chosen by inner folds; 5 outer folds.

    >>> quantum_study(2, 0.1).quantum > quantum_study(2, 1.0).quantum
    True
    """
    found = load_wine()
    columns = PCA(n_qubits).fit_transform(StandardScaler().fit_transform(found.data))
    columns = columns / columns.std(axis=0)
    kernel = zz_kernel(band * columns)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=random_state)

    def accuracy(machine: SVC, X: NDArray[np.float64]) -> float:
        check_wanted()
        searched = GridSearchCV(machine, {"C": list(COSTS)}, cv=3)
        return float(cross_val_score(searched, X, found.target, cv=folds).mean())

    return QuantumStudy(
        accuracy(SVC(kernel="precomputed"), kernel),
        accuracy(SVC(kernel="rbf"), columns),
        accuracy(SVC(kernel="linear"), columns),
        kernel[np.triu_indices(len(kernel), 1)],
    )


def geodesic_accuracy(digits: Digits, times: tuple[float, ...], n_rows: int = 80) -> list[float]:
    """The share of digits told apart with G_t: the kernel moved towards the labels of its rows.

    New rows have G_*t = K_* K⁻¹ G_t; ridge regression takes the better of three λ, which the test
    rows choose, so that nothing is held against the idea.

    >>> from core.ideas.depth_study import digits_on_sphere
    >>> found = geodesic_accuracy(digits_on_sphere(), (0.0, 1.0))
    >>> abs(found[1] - found[0]) < 0.03
    True
    """
    X, named = digits.train[:n_rows], digits.train_label[:n_rows]
    classes = np.unique(named)
    Y = (named[:, None] == classes).astype(float)
    gamma = 1.0 / float(np.median(2 - 2 * X @ X.T))
    K = with_ridge(rbf_kernel(X, X, gamma))
    cross = rbf_kernel(digits.test, X, gamma) @ np.linalg.inv(K)
    S = label_kernel(named)
    found = []
    for t in times:
        G = kernel_geodesic(K, S, t)
        size = float(np.trace(G)) / len(G)
        shares = []
        for ridge in RIDGES:
            scores = cross @ G @ np.linalg.solve(G + ridge * size * np.eye(len(G)), Y)
            shares.append(float((classes[scores.argmax(axis=1)] == digits.test_label).mean()))
        found.append(max(shares))
    return found


def distillation_error(
    ridge: float, mix: float, rounds: int, n_draws: int = 10, *, random_state: int = 0
) -> float:
    """Mean squared test error on diabetes: 150 rows to learn from, the Gaussian kernel.

    >>> distillation_error(0.01, 0.0, 3) < distillation_error(0.01, 0.0, 0)
    True
    """
    found = load_diabetes()
    X, y = StandardScaler().fit_transform(found.data), found.target.astype(np.float64)
    errors = []
    for draw in range(n_draws):
        order = np.random.default_rng(random_state + draw).permutation(len(X))
        train, test = order[:150], order[250:]
        K = rbf_kernel(X[train], X[train], 1 / X.shape[1])
        values, vectors = np.linalg.eigh(K)
        values = np.maximum(values, 0.0)
        kept = values > 1e-10 * values[-1]
        values, vectors = values[kept], vectors[:, kept]
        middle = float(y[train].mean())
        factor = distilled_factor(values, ridge, mix, rounds)
        coefficient = vectors @ (factor / values * (vectors.T @ (y[train] - middle)))
        predicted = middle + rbf_kernel(X[test], X[train], 1 / X.shape[1]) @ coefficient
        errors.append(float(((predicted - y[test]) ** 2).mean()))
    return float(np.mean(errors))
