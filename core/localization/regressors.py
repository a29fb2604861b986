"""The regressors from scikit-learn that serve as locators, and how many scans each can bear."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sklearn.base import BaseEstimator
from sklearn.ensemble import RandomForestRegressor
from sklearn.kernel_ridge import KernelRidge
from sklearn.multioutput import MultiOutputRegressor
from sklearn.neural_network import MLPRegressor
from sklearn.svm import SVR

from core.datasets.fingerprint_set import FingerprintSet
from core.localization.cost import forest_seconds, ridge_seconds
from core.localization.regressor_locator import RegressorLocator

NO_TREES = "only networks are written as nodes, not trees."
FOREST = r"\hat x = \frac1{{{0}}} \sum_{{t=1}}^{{{0}}} T_t(f(q)),\ T_t \text{{ a tree}}"
ALL_SCANS = "all of its scans would have to be in the file, and only networks are written as nodes."


@dataclass(frozen=True)
class Regressor:
    """``make`` gives the regressor, None for a random forest; ``no_twin`` as in ``Method``.

    It learns from at most ``max_scans`` of a survey, or from ``n_simulated`` of simulated holdings
    (0: never). ``features`` go to ``RegressorLocator``; ``fit_seconds``, ``on_folds`` and
    ``formula`` and ``meaning`` as in ``Method``; ``how`` begins its sentence in plain words.
    """

    key: str
    title: str
    make: Callable[[], BaseEstimator | None]
    max_scans: int = 20_000
    n_simulated: int = 8000
    no_twin: str = ""
    features: Mapping[str, Any] = field(default_factory=dict)
    learns: str = "powed levels"
    fit_seconds: Callable[[int, int], float] | None = None
    on_folds: bool = False
    formula: str = ""
    how: str = ""
    meaning: str = ""

    def locator(self, survey: FingerprintSet, *, simulated: bool) -> RegressorLocator:
        """The unfitted locator around it."""
        return RegressorLocator(
            regressor=self.make(),
            n_simulated=self.n_simulated if simulated else 0,
            beacon_position_m=survey.beacon_position_m if simulated else None,
            max_scans=self.max_scans,
            **self.features,
        )


def _network() -> MLPRegressor:
    return MLPRegressor(
        hidden_layer_sizes=(64, 64),
        learning_rate_init=0.003,
        early_stopping=True,
        tol=1e-3,
        max_iter=1000,
        random_state=0,
    )


# Fitting a kernel method is cubic in the number of scans.
REGRESSORS: tuple[Regressor, ...] = (
    Regressor(
        "forest_dbm",
        "Random forest on dBm",
        lambda: RandomForestRegressor(100, random_state=0),
        max_scans=5000,
        n_simulated=0,
        no_twin=NO_TREES,
        features={"representation": "dbm", "unit_length": False},
        learns="levels in dBm",
        fit_seconds=forest_seconds(100, 5000),
        how="A hundred trees of yes-or-no questions about decibels, whose answers are averaged",
        meaning=(
            "Each tree cuts the levels in dBm at thresholds, so that the scans in a leaf lie "
            "close together on the floor; averaging trees that are grown on redrawn scans "
            "takes away most of their noise. (L. Breiman, Machine Learning, 2001.)"
        ),
        formula=FOREST.format(100),
        on_folds=True,
    ),
    Regressor(
        "forest",
        "Random forest",
        lambda: None,
        no_twin=NO_TREES,
        how="Sixty trees of yes-or-no questions, whose answers are averaged",
        meaning=(
            "Each tree cuts the powed levels at thresholds, and answers with the mean place "
            "of the scans in the leaf; it cannot answer outside the places it has seen. (L. "
            "Breiman, Machine Learning, 2001.)"
        ),
        formula=FOREST.format(60),
    ),
    Regressor(
        "svr",
        "Support vector regression",
        lambda: MultiOutputRegressor(SVR(C=10.0, epsilon=0.1, gamma=2.0)),
        max_scans=2500,
        n_simulated=2500,
        no_twin=ALL_SCANS,
        how="A smooth function of the levels that ignores errors below ten centimetres",
        meaning=(
            "$f$ are the powed levels, $r_i$ the survey's scans; each coordinate has an $a$ "
            "and a $b$ of its own, and errors beyond 0.1 m cost in proportion, not squared. "
            "(H. Drucker et al., Support Vector Regression Machines, NIPS 1996.)"
        ),
        formula=r"\hat x = \sum_i a_i\, e^{-2 \lVert f(q) - f(r_i) \rVert^2} + b,"
        r"\ a_i = 0 \text{ where the error is below } 0.1",
    ),
    Regressor(
        "kernel_ridge",
        "Kernel ridge regression",
        lambda: KernelRidge(kernel="rbf", alpha=0.1, gamma=2.0),
        max_scans=2500,
        n_simulated=2500,
        no_twin=ALL_SCANS,
        fit_seconds=ridge_seconds(2500),
        how="A smooth fit of the levels by least squares, held back a little",
        meaning=(
            "$X$ holds the survey's positions, $K$ the kernel between its scans, and 0.1 the "
            "ridge that keeps the fit from following noise; the same mean as a Gaussian "
            "process with that noise. (C. Saunders, A. Gammerman, V. Vovk, 1998.)"
        ),
        formula=r"\hat x = k(q)^\top (K + 0.1\, I)^{-1} X,"
        r"\ k_i(q) = e^{-2 \lVert f(q) - f(r_i) \rVert^2}",
        on_folds=True,
    ),
    Regressor(
        "mlp",
        "Neural network 64-64",
        _network,
        how="A neural network with two layers of 64 units",
        meaning=(
            r"$\sigma$ is the rectifier; the weights $W$ and offsets $b$ are learned by "
            r"gradient descent on the squared error in metres, and learning ends when scans "
            r"left out get no better. (D. E. Rumelhart, G. E. Hinton, R. J. Williams, Nature, "
            r"1986.)"
        ),
        formula=r"\hat x = W_3\, \sigma(W_2\, \sigma(W_1 f(q) + b_1) + b_2) + b_3,"
        r"\ \sigma(u) = \max(u, 0)",
    ),
)
