"""The table of locators: what each is, what it needs to know, and how it is made."""

from typing import Any

import numpy as np

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
from core.localization.method_row import (
    CURVES,
    DETAIL,
    DURATIONS,
    FOLDS,
    MODELS,
    POSITIONS,
    SENSITIVITY,
    SETS,
    UNLABELLED,
    VOTE,
    Method,
)
from core.localization.neighbors_locator import NeighborsLocator
from core.localization.regressors import REGRESSORS, Regressor
from core.localization.scan_locator import ScanLocator
from core.localization.stack_locator import LEARNED_FROM, StackLocator
from core.localization.tuned_neighbors import TunedNeighborsLocator

KEPT_SHARE = 0.75
EVERY_SCAN = "every scan of the survey would have to be in the file, not one per place."
TAIL_NU = 4.0
NO_ENGINE = "four products with the beacons' positions need no engine."


def _adapted(survey: FingerprintSet, **settings: Any) -> AdaptedLocator:
    beacons_m = survey.beacon_position_m
    inner = MapLocator(beacon_position_m=beacons_m, **settings) if settings else None
    return AdaptedLocator(locator=inner, beacon_position_m=beacons_m)


def _regression(row: Regressor) -> Method:
    return Method(
        row.key,
        row.title,
        f"{row.how}, learned from the {row.learns} of the survey as it is.",
        lambda survey: row.locator(survey, simulated=False),
        slow=True,
        no_twin=row.no_twin,
        compared_in=(FOLDS,) if row.on_folds else (),
        fit_seconds=row.fit_seconds,
        formula=row.formula,
        meaning=row.meaning,
    )


def _simulated_regression(row: Regressor) -> Method:
    return Method(
        f"{row.key}_simulated",
        f"{row.title}, simulated scans",
        f"{row.how}, learned from scans simulated on the smoothed map, as for another phone.",
        lambda survey: row.locator(survey, simulated=True),
        (POSITIONS,),
        slow=True,
        no_twin=row.no_twin or "its graph is that of the one that learned from the survey.",
        formula=row.formula,
        meaning=f"{row.meaning} It learns from scans drawn on a map of the beacons, with the gains "
        "and silences that another hand would cause.",
    )


def kept_beacons(survey: FingerprintSet) -> int:
    """How many beacons "steady beacons" keeps of a survey's: three quarters, one at least."""
    return max(1, round(KEPT_SHARE * survey.n_beacons))


# What the stack mixes: rows of the table.
STACKED = ("kernel", "scans", "tuned_neighbors", "forest_dbm", "kernel_ridge")


def _stack(survey: FingerprintSet) -> StackLocator:
    return StackLocator(locators=[method(key).make(survey) for key in STACKED])


def _stack_seconds(n_scans: int, n_beacons: int) -> float:
    """Five folds of a part of the survey, and the whole."""
    parts = [method(key).fit_seconds for key in STACKED]
    few = min(n_scans, LEARNED_FROM)
    return sum(
        5 * each(few, n_beacons) + each(n_scans, n_beacons) for each in parts if each is not None
    )


STACK = Method(
    "stack",
    "Stack of five",
    "Kernel votes, tuned nearest scans, random forest and kernel ridge, mixed by what each was "
    "worth on places left out of the survey.",
    _stack,
    slow=True,
    no_twin="two of the five that it mixes have none.",
    compared_in=(FOLDS,),
    fit_seconds=_stack_seconds,
    meaning=(
        r"Each method $m$ places every fold of places by a survey of the others, $\hat "
        r"x_m(i)$; the shares $a_m$ are those with the least squared error there. (D. H. "
        r"Wolpert, Neural Networks, 1992; L. Breiman, Machine Learning, 1996.)"
    ),
    formula=(
        r"\hat x = \sum_m a_m \hat x_m,\ a \ge 0,\ \sum_m a_m = 1,\ \text{least } \sum_i "
        r"\lVert \sum_m a_m \hat x_m(i) - x_i \rVert^2"
    ),
)
METHODS: tuple[Method, ...] = (
    Method(
        "kernel",
        "Kernel vote",
        "Similarity of the scan to the mean fingerprint of each registered place, sharpened by a "
        "power; the most similar places vote.",
        lambda survey, **settings: KernelLocator(**settings),
        settings=VOTE,
        compared_in=(CURVES, DURATIONS, SENSITIVITY, SETS, MODELS, FOLDS),
        meaning=(
            r"$f$ are the features of a scan's levels, $\mu_\ell$ the mean fingerprint of "
            r"place $\ell$ at $x_\ell$, $K$ the kernel. The power $p$ sharpens: one that is "
            r"too large makes the vote a nearest neighbour. (P. C. Ng, P. Spachos, J. She, K. "
            r"N. Plataniotis, IEEE Transactions on Mobile Computing, 2023.)"
        ),
        formula=(
            r"w_\ell \propto K(f(q), f(\mu_\ell))^p \text{ for the } k \text{ largest},\ \hat "
            r"x = \sum_\ell w_\ell x_\ell"
        ),
    ),
    Method(
        "scans",
        "Kernel vote of single scans",
        "The kernel vote with every scan of the survey compared, not the mean of each place.",
        lambda survey, **settings: ScanLocator(**settings),
        settings=VOTE,
        no_twin=EVERY_SCAN,
        compared_in=(FOLDS,),
        meaning=(
            r"$I_\ell$ are the survey's scans $r_i$ at place $\ell$. What a place sounds like "
            r"is a cloud, not its mean: the kernel is averaged over the cloud, as in a "
            r"density estimate. (T. Roos et al., International Journal of Wireless "
            r"Information Networks, 2002.)"
        ),
        formula=r"w_\ell \propto \frac1{\#I_\ell} \sum_{i \in I_\ell} K(f(q), f(r_i))^p",
    ),
    Method(
        "gaussian",
        "Gaussian kernel on dBm",
        "The same vote, with every beacon's decibels taken at face value.",
        lambda survey: KernelLocator(representation="dbm", kernel="gaussian"),
        compared_in=(MODELS,),
        meaning=(
            r"$q$ and $\mu_\ell$ are levels in dBm, $s$ the survey's own spread: a faint "
            r"beacon's ten decibels count like a loud one's. (A. Kushki, K. N. Plataniotis, "
            r"A. N. Venetsanopoulos, IEEE Transactions on Mobile Computing, 2007.)"
        ),
        formula=(
            r"K(q, \ell) = e^{-\lVert q - \mu_\ell \rVert^2 / 2 s^2},\ w_\ell \propto K(q, "
            r"\ell)^p"
        ),
    ),
    Method(
        "selected",
        "Kernel vote, steady beacons",
        "The kernel vote with the three quarters of the beacons that score best in stability.",
        lambda survey: KernelLocator(selector=BeaconSelector(n_beacons=kept_beacons(survey))),
        meaning=(
            "$V$ are variances of one beacon's level: between places, between scans at a "
            "place, between ways to hold the phone. A beacon scores high when places move it "
            "more than hands do (the ratio of R. A. Fisher, 1936)."
        ),
        formula=(
            r"\frac{V_{\mathrm{place}}}{V_{\mathrm{place}} + V_{\mathrm{scan}} + "
            r"V_{\mathrm{grip}}} \text{ ranks the beacons; } w_\ell \propto K^p \text{ over "
            r"the first } \tfrac34 B"
        ),
    ),
    Method(
        "neighbors",
        "50 nearest scans",
        "The mean position of the 50 survey scans nearest in dBm: the textbook baseline.",
        lambda survey: NeighborsLocator(n_neighbors=50),
        no_twin=EVERY_SCAN,
        compared_in=(CURVES, DURATIONS),
        meaning=(
            "$r_i$ is the scan at $x_i$, every level that was not heard filled in. All 50 "
            "count alike, so the position is drawn towards the middle of the survey. (P. "
            "Bahl, V. N. Padmanabhan, RADAR, 2000.)"
        ),
        formula=(
            r"\hat x = \frac1{50} \sum_{i \in N_{50}(q)} x_i,\ N_k(q) = k \text{ scans with "
            r"the least } \lVert q - r_i \rVert"
        ),
    ),
    Method(
        "tuned_neighbors",
        "Nearest scans, tuned",
        "Nearest scans of the survey; what is compared, how many, and how they count is tuned on "
        "places left out.",
        lambda survey: TunedNeighborsLocator(),
        no_twin=EVERY_SCAN,
        compared_in=(FOLDS,),
        meaning=(
            "The representation $f$, the number $k$ and the weights $a_i$ are those with the "
            "least error when each fold of places is located by the scans of all others. (T. "
            "Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, 2009, "
            "chapter 7.)"
        ),
        formula=(
            r"\hat x = \sum_{i \in N_k} a_i x_i,\ a_i \propto 1 \text{ or } 1 / \lVert f(q) - "
            r"f(r_i) \rVert"
        ),
    ),
    Method(
        "map",
        "Kernel vote, smoothed map",
        "The kernel vote over a path-loss fit plus a quarter of the survey's smooth detail.",
        lambda survey, **settings: MapLocator(
            beacon_position_m=survey.beacon_position_m, **settings
        ),
        (POSITIONS,),
        settings=(*VOTE, *DETAIL),
        compared_in=(CURVES, DURATIONS, SENSITIVITY, SETS, MODELS),
        meaning=(
            r"$\tau$ is a path-loss fit with power $P_j$ and exponent $\eta_j$ of each beacon "
            r"at the distance $d_{\ell j}$, $z$ the survey's mean levels, $S$ a smoother and "
            r"$\varrho$ the share of the detail that is kept (a quarter): what a hand changes "
            r"is mostly the detail. (T. S. Rappaport, Wireless Communications, 2002.)"
        ),
        formula=(
            r"\mu_\ell = \tau_\ell + \varrho\, S(z_\ell - \tau_\ell),\ \tau_{\ell j} = P_j - "
            r"10\, \eta_j \log_{10} d_{\ell j}"
        ),
    ),
    Method(
        "path_loss",
        "Kernel vote, path loss alone",
        "The kernel vote over the path-loss fit: nothing of the survey's detail is kept.",
        lambda survey, **settings: MapLocator(
            beacon_position_m=survey.beacon_position_m, residual_share=0.0, **settings
        ),
        (POSITIONS,),
        settings=VOTE,
        compared_in=(DURATIONS,),
        meaning=(
            r"$P_j$ is the level of beacon $j$ one metre away, $\eta_j$ its exponent (2 in "
            r"free space, more behind walls), $d_{\ell j}$ the distance to place $\ell$. "
            r"Walls are not in it. (T. S. Rappaport, Wireless Communications, 2002.)"
        ),
        formula=r"\mu_{\ell j} = P_j - 10\, \eta_j \log_{10} d_{\ell j}",
    ),
    Method(
        "likelihood",
        "Likelihood with silence",
        "A likelihood in which a silent beacon counts too, with the phone's gain integrated out.",
        lambda survey, **settings: LikelihoodLocator(
            beacon_position_m=survey.beacon_position_m, **settings
        ),
        (POSITIONS,),
        settings=DETAIL,
        no_twin="its sums over gains and silent beacons are not written as nodes.",
        compared_in=(DURATIONS, SETS),
        meaning=(
            r"$c$ is a gain in dB common to all beacons, $\mu_{\ell j}$ the map's level, "
            r"$D(r)$ the chance that a level $r$ is heard at all: a beacon that should be "
            r"loud and is silent speaks against a place. (R. J. A. Little, D. B. Rubin, "
            r"Statistical Analysis with Missing Data, 2002.)"
        ),
        formula=(
            r"p(q \mid \ell) = \sum_c N(c; 0, 5^2) \prod_{\mathrm{heard}} N(q_j; \mu_{\ell j} "
            r"+ c, 6^2) \prod_{\mathrm{silent}} (1 - D(\mu_{\ell j} + c))"
        ),
    ),
    Method(
        "heavy_tails",
        "Likelihood, heavy tails",
        "The likelihood with one unknown scale for each scan: Student's law with four degrees of "
        "freedom, not tempered.",
        lambda survey, **settings: LikelihoodLocator(
            beacon_position_m=survey.beacon_position_m,
            tail_nu=TAIL_NU,
            temperature=1.0,
            **settings,
        ),
        (POSITIONS,),
        settings=DETAIL,
        no_twin="its sums over silent beacons are not written as nodes.",
        compared_in=(SETS,),
        meaning=(
            r"$h$ beacons are heard, $m_\ell$ is their distance from the map at place $\ell$ "
            r"in standard deviations, $\hat c$ the gain that fits best: the loss grows with "
            r"the logarithm of the error, so that one odd scan cannot rule a place out. (K. "
            r"L. Lange, R. J. A. Little, J. M. G. Taylor, 1989.)"
        ),
        formula=(
            r"\log p(q \mid \ell) = -\tfrac12 (\nu + h) \log(1 + m_\ell^2 / \nu) + "
            r"\sum_{\mathrm{silent}} \log(1 - D(\mu_{\ell j} + \hat c)),\ \nu = 4"
        ),
    ),
    Method(
        "centroid",
        "Weighted centroid",
        "The mean of the four loudest beacons' positions, weighted by received power.",
        lambda survey: CentroidLocator(beacon_position_m=survey.beacon_position_m),
        (POSITIONS,),
        no_twin=NO_ENGINE,
        meaning=(
            "$q_b$ is the level of beacon $b$ at $x_b$; $10^{q_b/10}$ turns decibels into "
            "power, so that ten decibels more weigh ten times as much. (J. Blumenthal, R. "
            "Grossmann, F. Golatowski, D. Timmermann, 2007.)"
        ),
        formula=(
            r"\hat x = \sum_b 10^{q_b / 10} x_b \big/ \sum_b 10^{q_b / 10} \text{ over the "
            r"four loudest}"
        ),
    ),
    Method(
        "strongest",
        "Strongest beacon",
        "The registered place nearest to the loudest beacon.",
        lambda survey: StrongestBeaconLocator(beacon_position_m=survey.beacon_position_m),
        (POSITIONS,),
        no_twin="one look into a table needs no engine.",
        meaning=(
            "$q_j$ are the levels in dBm and $x_b$ the position of the loudest beacon; no "
            "survey of levels is needed, and the fix is as coarse as the beacons are far "
            "apart. (P. Bahl, V. N. Padmanabhan, RADAR, 2000, compare with it.)"
        ),
        formula=r"\hat x = \arg\min_{x_\ell} \lVert x_\ell - x_b \rVert,\ b = \arg\max_j q_j",
    ),
    Method(
        "adapted",
        "Adapted to the phone",
        "The smoothed map with an offset for each beacon, learned from the test scans without "
        "their positions.",
        _adapted,
        (POSITIONS, UNLABELLED),
        settings=(*VOTE, *DETAIL),
        compared_in=(CURVES,),
        meaning=(
            r"$n_j$ scans heard beacon $j$, $w_{i\ell}$ is the posterior of scan $i$: "
            r"positions and offsets are found in turn, as in expectation maximisation, and 30 "
            r"in the denominator holds back beacons that were rarely heard. (A. P. Dempster, "
            r"N. M. Laird, D. B. Rubin, 1977.)"
        ),
        formula=(
            r"o_j = \sum_i \bigl(q_{ij} - \sum_\ell w_{i\ell}\, \mu_{\ell j}\bigr) / (n_j + "
            r"30),\ \text{then } q - o \text{ is located}"
        ),
    ),
    *(_regression(row) for row in REGRESSORS),
    *(_simulated_regression(row) for row in REGRESSORS if row.n_simulated),
    STACK,
)


def method(key: str) -> Method:
    """The method of a key.

    Parameters
    ----------
    key : str
        One of the keys of ``METHODS``.

    Returns
    -------
    Method
        Its row.

    Raises
    ------
    ParameterError
        For an unknown key; lists the keys.

    Examples
    --------
    >>> method("kernel").title, method("map").marks
    ('Kernel vote', ('beacon positions',))
    """
    for row in METHODS:
        if row.key == key:
            return row
    raise ParameterError(f"method is {key!r}; choose one of: {', '.join(m.key for m in METHODS)}.")


def usable_methods(experiment: Experiment) -> tuple[Method, ...]:
    """The methods for which a survey knows enough.

    Parameters
    ----------
    experiment : Experiment
        Those with beacon positions need at least two in its survey.

    Returns
    -------
    tuple of Method
        In the order of ``METHODS``.

    Examples
    --------
    >>> scans = FingerprintSet([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]], ["a", "b"])
    >>> experiment = Experiment("two", "Two places", "yours", scans, scans, "the survey itself")
    >>> [row.key for row in usable_methods(experiment)][:4]
    ['kernel', 'scans', 'gaussian', 'selected']
    >>> "map" in [row.key for row in usable_methods(experiment)]
    False
    """
    known = experiment.survey.beacon_position_m
    placed = known is not None and np.isfinite(known).all(axis=1).sum() >= 2
    return tuple(row for row in METHODS if placed or POSITIONS not in row.marks)


def quick_methods(experiment: Experiment) -> tuple[Method, ...]:
    """The usable methods that are fitted to this survey within seconds.

    Parameters
    ----------
    experiment : Experiment
        As in :func:`core.localization.usable_methods`.

    Returns
    -------
    tuple of Method
        In the order of ``METHODS``.

    Examples
    --------
    >>> scans = FingerprintSet([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]], ["a", "b"])
    >>> experiment = Experiment("two", "Two places", "yours", scans, scans, "the survey itself")
    >>> [row.key for row in quick_methods(experiment)][-3:]
    ['forest_dbm', 'kernel_ridge', 'stack']
    """
    return tuple(row for row in usable_methods(experiment) if row.quick_on(experiment.survey))


def exported_methods(experiment: Experiment) -> tuple[Method, ...]:
    """The usable methods that are exported as ONNX models.

    Parameters
    ----------
    experiment : Experiment
        As in :func:`core.localization.usable_methods`.

    Returns
    -------
    tuple of Method
        In the order of ``METHODS``.

    Examples
    --------
    >>> scans = FingerprintSet([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]], ["a", "b"])
    >>> experiment = Experiment("two", "Two places", "yours", scans, scans, "the survey itself")
    >>> [row.key for row in exported_methods(experiment)][:3]
    ['kernel', 'gaussian', 'selected']
    """
    return tuple(row for row in usable_methods(experiment) if not row.no_twin)


def fit_method(row: Method, experiment: Experiment) -> Locator:
    """Fit on the survey; a transductive method also sees the test scans, without positions.

    Parameters
    ----------
    row : Method
        A row of ``METHODS``.
    experiment : Experiment
        Survey and test scans.

    Returns
    -------
    Locator
        Ready to predict.

    Raises
    ------
    ParameterError
        For a method that needs beacon positions where the survey has none.

    Examples
    --------
    >>> scans = FingerprintSet([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]], ["a", "b"])
    >>> experiment = Experiment("two", "Two places", "yours", scans, scans, "the survey itself")
    >>> fit_method(method("kernel"), experiment).predict([[-88.0, -55.0]]).round(2)
    array([[10.,  0.]])
    """
    return row.fitted(experiment.survey, experiment.test.rss_dbm)
