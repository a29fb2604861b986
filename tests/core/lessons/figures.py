"""Every number that a built-in lesson states, computed again from the data that the step shows.

By lesson and by the name that the number has in its ``figures``. A number is a count, or a value
whose decimals the text decides; a share is written in percent.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score

from core import datasets
from core.density import diagnose, thresholds
from core.density.diffusion import study_memorisation
from core.density.diffusion.rows import image_side, split_rows
from core.embedding import HeatGeodesic, quality
from core.graphs import DEFAULT_X, Certificate, certificate, cluster, kernel_matrix
from core.graphs.labels import numbered_by_first_appearance
from core.ideas import deep_kernel, excess_kurtosis, hermite_map, relu_map
from core.ideas.depth_study import accuracy_by_depth, digits_on_sphere, nearest_accuracy
from core.ideas.heard_studies import distillation_error, geodesic_accuracy, quantum_study
from core.inference import Engine, export_onnx
from core.localization import BeaconSelector, GroupedSets, KernelLocator, NeighborsLocator
from core.localization.experiment import make_experiment
from core.localization.holding_shift import holding_shift

Figures = dict[str, Callable[[], float]]


def load(key: str) -> Any:
    """A data set of whatever kind its key says."""
    return datasets.load(key)


@cache
def building() -> Any:
    return make_experiment("building", "Building", "simulated", load("building"))


@cache
def errors_m(representation: str) -> Any:
    found = building()
    locator = KernelLocator(representation=representation)
    locator.fit(found.survey.rss_dbm, found.survey.known_position_m)
    return _away_m(locator)


def _away_m(locator: Any) -> Any:
    test = building().test
    return np.linalg.norm(locator.predict(test.rss_dbm) - test.known_position_m, axis=1)


def nearest_m() -> float:
    found = building()
    locator = NeighborsLocator(n_neighbors=50)
    locator.fit(found.survey.rss_dbm, found.survey.known_position_m)
    return float(np.nanmedian(_away_m(locator)))


def held_m(holding: str) -> float:
    return float(np.nanmedian(errors_m("powed")[building().test.holding == holding]))


def least_stable() -> float:
    found = building().survey
    selector = BeaconSelector(criterion="stability").fit(found.rss_dbm, found.known_position_m)
    return float(selector.stability_.min())


def promised(n_stops: int) -> float:
    scores = np.linspace(0.05, 0.95, n_stops)
    sets = GroupedSets().calibrate(scores, np.arange(n_stops), simulated=[0.5])
    return sets.promised(0.9)


def fewest_stops(level: float) -> int:
    """The smallest number of stops at which a set for the level is not the whole floor."""
    for count in range(1, 100):
        sets = GroupedSets().calibrate(np.linspace(0.1, 0.9, count), np.arange(count))
        if np.isfinite(sets.threshold(level)):
            return count
    raise AssertionError(level)


@cache
def new_stops() -> tuple[float, float]:
    """Coverage of 90% sets at a new stop: each stop counted once, and all scores pooled.

    2,000 draws of ten stops with means N(0, 1) and five scores N(mean, 0.1²) each; seed 0.
    """
    rng = np.random.default_rng(0)
    grouped, pooled = [], []
    for _ in range(2000):
        scores = (rng.normal(size=(10, 1)) + 0.1 * rng.normal(size=(10, 5))).ravel()
        new = rng.normal() + 0.1 * rng.normal(size=5)
        sets = GroupedSets().calibrate(scores, np.repeat(np.arange(10), 5))
        grouped.append((new <= sets.threshold(0.9)).mean())
        pooled.append((new <= np.quantile(scores, 0.9)).mean())
    return float(np.mean(grouped)), float(np.mean(pooled))


def edges() -> Any:
    return thresholds(np.log(1e5) / 100, n_dimensions=100)


@cache
def rule_of_thumb(key: str) -> tuple[float, float]:
    """(Scott's bandwidth over leave-one-out's, what it costs in nats a point), standardised."""
    X = load(key).values
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    found = diagnose(X)
    by_rule = diagnose(X, found.h_scott)
    return found.h_scott / found.h_loo, found.loo_log_likelihood - by_rule.log_likelihood


@cache
def agreement(key: str, measure: str) -> tuple[float, ...]:
    graph = load(key)
    n_clusters = len(set(graph.communities))
    return tuple(
        adjusted_rand_score(graph.communities, cluster(graph.adjacency, measure, x, n_clusters))
        for x in DEFAULT_X
    )


@cache
def solved(key: str, measure: str) -> Certificate:
    """k-means of a graph at x = 0.3, with its proof."""
    graph = load(key)
    kernel = kernel_matrix(graph.adjacency, measure, 0.3)
    return certificate(kernel, len(set(graph.communities)))


def known(key: str) -> Any:
    return numbered_by_first_appearance(load(key).communities)


def exact_agreement(key: str, measure: str) -> float:
    return float(adjusted_rand_score(known(key), solved(key, measure).labels))


def ward(key: str, measure: str) -> Any:
    graph = load(key)
    return cluster(graph.adjacency, measure, 0.3, len(set(graph.communities)))


def ward_agreement(key: str, measure: str) -> float:
    return float(adjusted_rand_score(known(key), ward(key, measure)))


@cache
def kept_distances(key: str, t: float | str) -> tuple[dict[str, float], float]:
    points = load(key)
    model = HeatGeodesic(t=t, random_state=0).fit(points.values)
    return quality(model.embedding_, truth=points.truth, X=points.values), model.t_


def depth_accuracy(depth: int) -> float:
    return accuracy_by_depth(digits_on_sphere(), relu_map(), (depth,))[0].smoother


@cache
def generators(key: str, n_learned: int) -> Any:
    """The study of a data set, and its generators by name, as "Memorisation" makes them."""
    cloud = load(key)
    split = split_rows(cloud, n_learned, 16, standardise=not image_side(cloud))
    made: Any = study_memorisation(split.rows, split.unseen, trained=False)
    study, *found = made
    return study, {each.key: each for each in found}


def copies(key: str, n_learned: int, generator: str, level: int = -1) -> float:
    return float(generators(key, n_learned)[1][generator].copied[level])


def blob_gain() -> float:
    study, found = generators("digits", 300)
    return 1 - study.ratio(found["blob"], found["wiener"])


def table_numbers() -> int:
    found = building().survey
    n_places = len(np.unique(found.known_position_m, axis=0))
    return n_places * found.n_beacons + 2 * n_places


def parity_um() -> float:
    found = building()
    locator = KernelLocator().fit(found.survey.rss_dbm, found.survey.known_position_m)
    answered = Engine(export_onnx(locator), device="cpu").run({"rss_dbm": found.test.rss_dbm})
    away = np.abs(answered["position_m"] - locator.predict(found.test.rss_dbm))
    return float(np.nanmax(away)) * 1e6


FIGURES: dict[str, Figures] = {
    "nearest-scan": {
        "dbm_m": lambda: float(np.nanmedian(errors_m("dbm"))),
        "powed_m": lambda: float(np.nanmedian(errors_m("powed"))),
        "floor_scans": lambda: building().survey.n_scans,
        "hand_scans": lambda: building().test.n_scans,
        "nearest_m": nearest_m,
    },
    "holding": {
        "bag_m": lambda: held_m("bag"),
        "calling_m": lambda: held_m("calling"),
        "texting_m": lambda: held_m("texting"),
        "shift_db": lambda: float(holding_shift(building())["shift_db"].mean()),
        "least_stable": least_stable,
    },
    "ninety-percent": {
        "stops_90": lambda: fewest_stops(0.9),
        "stops_95": lambda: fewest_stops(0.95),
        "promise_5": lambda: promised(5),
        "promise_10": lambda: promised(10),
        "grouped": lambda: new_stops()[0],
        "pooled": lambda: new_stops()[1],
    },
    "glass-transition": {
        "h_g": lambda: edges().h_condensation,
        "h_clt": lambda: edges().h_clt,
        "h_best": lambda: edges().h_optimal,
        "scott": lambda: 1e5 ** (-1 / 104),
    },
    "scott": {
        "moons_factor": lambda: rule_of_thumb("moons")[0],
        "moons_cost": lambda: rule_of_thumb("moons")[1],
        "cancer_factor": lambda: rule_of_thumb("breast_cancer")[0],
        "cancer_cost": lambda: rule_of_thumb("breast_cancer")[1],
    },
    "logarithm-helps": {
        "plain_mean": lambda: float(np.mean(agreement("planted_partition", "Comm"))),
        "log_mean": lambda: float(np.mean(agreement("planted_partition", "logComm"))),
        "plain_best": lambda: max(agreement("planted_partition", "Comm")),
        "log_best": lambda: max(agreement("planted_partition", "logComm")),
    },
    "logarithm-does-not": {
        "plain_mean": lambda: float(np.mean(agreement("planted_unequal", "Comm"))),
        "log_mean": lambda: float(np.mean(agreement("planted_unequal", "logComm"))),
        "six_plain": lambda: max(agreement("six_classes", "Comm")),
        "six_log": lambda: max(agreement("six_classes", "logComm")),
    },
    "measure-or-clusterer": {
        "ward_plain": lambda: ward_agreement("planted_partition", "Comm"),
        "ward_log": lambda: ward_agreement("planted_partition", "logComm"),
        "exact_plain": lambda: exact_agreement("planted_partition", "Comm"),
        "exact_log": lambda: exact_agreement("planted_partition", "logComm"),
        "ward_above": lambda: solved("planted_partition", "Comm").above(
            ward("planted_partition", "Comm")
        ),
        "gap": lambda: solved("planted_partition", "Comm").gap,
        "six_plain_above": lambda: solved("six_classes", "Comm").above(known("six_classes")),
        "six_log_above": lambda: solved("six_classes", "logComm").above(known("six_classes")),
        "six_exact": lambda: exact_agreement("six_classes", "Comm"),
    },
    "what-t-means": {
        "short": lambda: kept_distances("swiss_roll_noisy", 10**-0.3)[0]["spearman"],
        "chosen": lambda: kept_distances("swiss_roll_noisy", "auto")[0]["spearman"],
        "chosen_t": lambda: kept_distances("swiss_roll_noisy", "auto")[1],
        "long": lambda: kept_distances("swiss_roll_noisy", 1e4)[0]["spearman"],
    },
    "what-a-map-may-not": {
        "kept": lambda: kept_distances("sphere", "auto")[0]["spearman"],
        "lying_over": lambda: kept_distances("sphere", "auto")[0]["lying_over"],
        "sheet": lambda: kept_distances("swiss_roll", "auto")[0]["spearman"],
    },
    "how-deep": {
        "one_layer": lambda: depth_accuracy(1),
        "hundred": lambda: depth_accuracy(100),
        "nearest": lambda: nearest_accuracy(digits_on_sphere()),
        "relu_3": lambda: float(deep_kernel(0.0, 3, relu_map())),
        "order": lambda: hermite_map(0.5, 3).order(tangent=True),
        "kurtosis_10": lambda: excess_kurtosis(5, 10),
        "kurtosis_1000": lambda: excess_kurtosis(5, 1000),
    },
    "heard-of": {
        "digits_start": lambda: geodesic_accuracy(digits_on_sphere(), (0.0,))[0],
        "digits_end": lambda: geodesic_accuracy(digits_on_sphere(), (1.0,))[0],
        "teacher_small": lambda: distillation_error(0.01, 0.0, 0),
        "student_small": lambda: distillation_error(0.01, 0.0, 3),
        "teacher_best": lambda: min(distillation_error(r, 1.0, 0) for r in np.logspace(-3, 2, 21)),
        "quantum_wide": lambda: quantum_study(4, 1.0).quantum,
        "quantum_narrow": lambda: quantum_study(4, 0.1).quantum,
        "linear": lambda: quantum_study(4, 1.0).linear,
    },
    "gives-back": {
        "half": lambda: generators("digits", 300)[0].half,
        "copies": lambda: copies("digits", 300, "exact"),
        "at_collapse": lambda: copies("digits", 300, "exact", 7),
        "at_half": lambda: copies("digits", 300, "exact", 9),
        "blob_copies": lambda: copies("digits", 300, "blob"),
        "blob_gain": blob_gain,
        "told_few": lambda: generators("digits", 300)[1]["exact"].told_apart[-1],
        "told_many": lambda: generators("digits", 1200)[1]["exact"].told_apart[-1],
        "copies_many": lambda: copies("digits", 1200, "exact"),
        "moons_blob": lambda: copies("moons", 300, "blob"),
        "moons_real": lambda: generators("moons", 300)[0].unseen_copied,
    },
    "what-a-gpu-changes": {
        "table_numbers": table_numbers,
        "parity_um": parity_um,
    },
}
