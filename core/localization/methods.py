"""The registry of locators: what each is, what it needs to know, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.kernel_ridge import KernelRidge
from sklearn.multioutput import MultiOutputRegressor
from sklearn.neural_network import MLPRegressor
from sklearn.svm import SVR

from core.datasets.fingerprint_set import FingerprintSet
from core.errors import ParameterError
from core.localization.adaptation import AdaptedLocator
from core.localization.beacon_selection import BeaconSelector
from core.localization.centroids import CentroidLocator, StrongestBeaconLocator
from core.localization.experiment import Experiment
from core.localization.kernel_locator import KernelLocator
from core.localization.likelihood import LikelihoodLocator
from core.localization.locator import Locator
from core.localization.map_locator import MapLocator
from core.localization.neighbors_locator import NeighborsLocator
from core.localization.regressor_locator import RegressorLocator

POSITIONS = "beacon positions"
UNLABELLED = "unlabelled test scans"
KEPT_SHARE = 0.75


@dataclass(frozen=True)
class Method:
    """One locator that a user can choose.

    ``marks`` name the information beyond registered fingerprints that it uses; its numbers are
    shown with them. ``slow`` methods take seconds to minutes to fit.
    """

    key: str
    title: str
    description: str
    make: Callable[[FingerprintSet], Locator]
    marks: tuple[str, ...] = ()
    slow: bool = False


def _regressor(key: str, survey: FingerprintSet, *, simulated: bool) -> Locator:
    regressors = {
        "forest": None,
        "svr": MultiOutputRegressor(SVR(C=10.0, epsilon=0.1, gamma=2.0)),
        "kernel_ridge": KernelRidge(kernel="rbf", alpha=0.1, gamma=2.0),
        "mlp": MLPRegressor(
            hidden_layer_sizes=(64, 64),
            learning_rate_init=0.003,
            early_stopping=True,
            tol=1e-3,
            max_iter=1000,
            random_state=0,
        ),
    }
    cubic = key in ("svr", "kernel_ridge")
    return RegressorLocator(
        regressor=regressors[key],
        n_simulated=(2500 if cubic else 8000) if simulated else 0,
        beacon_position_m=survey.beacon_position_m if simulated else None,
        max_scans=2500 if cubic else 20_000,
    )


METHODS: tuple[Method, ...] = (
    Method(
        "kernel",
        "Kernel vote",
        "Similarity of the scan to the mean fingerprint of each registered place, sharpened by a "
        "power; the most similar places vote.",
        lambda survey: KernelLocator(),
    ),
    Method(
        "gaussian",
        "Gaussian kernel on dBm",
        "The same vote, with every beacon's decibels taken at their word.",
        lambda survey: KernelLocator(representation="dbm", kernel="gaussian"),
    ),
    Method(
        "selected",
        "Kernel vote, steady beacons",
        "The kernel vote with the three quarters of the beacons that score best in stability.",
        lambda survey: KernelLocator(
            selector=BeaconSelector(n_beacons=max(1, round(KEPT_SHARE * survey.n_beacons)))
        ),
    ),
    Method(
        "neighbors",
        "50 nearest scans",
        "The mean position of the 50 survey scans nearest in dBm: the textbook's baseline.",
        lambda survey: NeighborsLocator(n_neighbors=50),
    ),
    Method(
        "map",
        "Kernel vote, smoothed map",
        "The kernel vote over a path-loss fit plus a quarter of the survey's smooth detail.",
        lambda survey: MapLocator(beacon_position_m=survey.beacon_position_m),
        (POSITIONS,),
    ),
    Method(
        "path_loss",
        "Kernel vote, path loss alone",
        "The kernel vote over the path-loss fit: nothing of the survey's detail is kept.",
        lambda survey: MapLocator(beacon_position_m=survey.beacon_position_m, residual_share=0.0),
        (POSITIONS,),
    ),
    Method(
        "likelihood",
        "Likelihood with silence",
        "A likelihood in which a silent beacon counts too, with the phone's gain integrated out.",
        lambda survey: LikelihoodLocator(beacon_position_m=survey.beacon_position_m),
        (POSITIONS,),
    ),
    Method(
        "centroid",
        "Weighted centroid",
        "The mean of the four loudest beacons' positions, weighted by received power.",
        lambda survey: CentroidLocator(beacon_position_m=survey.beacon_position_m),
        (POSITIONS,),
    ),
    Method(
        "strongest",
        "Strongest beacon",
        "The registered place nearest to the loudest beacon.",
        lambda survey: StrongestBeaconLocator(beacon_position_m=survey.beacon_position_m),
        (POSITIONS,),
    ),
    Method(
        "adapted",
        "Adapted to the phone",
        "The smoothed map with an offset for each beacon, learned from the test scans without "
        "their positions.",
        lambda survey: AdaptedLocator(beacon_position_m=survey.beacon_position_m),
        (POSITIONS, UNLABELLED),
    ),
    *(
        Method(
            f"{key}{'_simulated' if simulated else ''}",
            f"{title}{', simulated holdings' if simulated else ''}",
            "Regression of the position on powed levels, "
            + (
                "learned from scans of simulated holdings drawn from the smoothed map."
                if simulated
                else "learned from the survey as it is."
            ),
            lambda survey, key=key, simulated=simulated: _regressor(  # type: ignore[misc]
                key, survey, simulated=simulated
            ),
            (POSITIONS,) if simulated else (),
            slow=True,
        )
        for simulated in (False, True)
        for key, title in (
            ("forest", "Random forest"),
            ("svr", "Support vector regression"),
            ("kernel_ridge", "Kernel ridge regression"),
            ("mlp", "Neural network 64-64"),
        )
    ),
)


def method(key: str) -> Method:
    """The method called ``key``; ParameterError lists the keys."""
    for row in METHODS:
        if row.key == key:
            return row
    raise ParameterError(f"method is {key!r}; choose one of: {', '.join(m.key for m in METHODS)}.")


def usable_methods(experiment: Experiment) -> tuple[Method, ...]:
    """The methods for which this survey knows enough: those with beacon positions need some."""
    known = experiment.survey.beacon_position_m
    placed = known is not None and np.isfinite(known).all(axis=1).sum() >= 2
    return tuple(row for row in METHODS if placed or POSITIONS not in row.marks)


def fit_method(row: Method, experiment: Experiment) -> Locator:
    """Fit on the survey; a transductive method also sees the test scans, without positions."""
    locator = row.make(experiment.survey)
    locator.fit(experiment.survey.rss_dbm, experiment.survey.known_position_m)
    if isinstance(locator, AdaptedLocator) and UNLABELLED in row.marks:
        locator.adapt(experiment.test.rss_dbm)
    return locator
