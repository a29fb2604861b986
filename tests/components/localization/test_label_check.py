"""The Radio map's check of labels: survey and test scans each among themselves, walks by place."""

import numpy as np

from components.localization.label_check import check_labels
from core.datasets.fingerprint_set import FingerprintSet
from core.localization import make_experiment


def corridor(swapped: int | None = None, *, walked: bool = False) -> FingerprintSet:
    """A corridor of 40 places with five beacons, a scan each; one place may have another's scan."""
    rng = np.random.default_rng(1)
    x = np.arange(0, 40, 1.0)
    true_x = x.copy()
    if swapped is not None:
        true_x[swapped] = (x[swapped] + 20) % 40
    level = -60 - np.abs(true_x[:, None] - np.array([0.0, 10.0, 20.0, 30.0, 40.0]))
    return FingerprintSet(
        level + rng.normal(0, 0.5, level.shape),
        np.column_stack([x, 0 * x]),
        list("abcde"),
        session_id=np.repeat("walk", 40) if walked else x.astype(str),
    )


def suspicious(scans: FingerprintSet) -> list[tuple[float, float]]:
    """The places named by labels that look wrong."""
    rows = [check.rows for check in check_labels(make_experiment("k", "K", "yours", scans))]
    return [tuple(row) for part in rows for row in part[["x, m", "y, m"]].to_numpy()]


def test_a_clean_survey_raises_no_suspicion_and_a_wrong_label_is_named():
    assert suspicious(corridor()) == []
    for walked in (False, True):
        kept = suspicious(corridor(5, walked=walked))
        assert kept == [(5.0, 0.0)]


def test_two_places_are_too_few_to_compare():
    scans = corridor().select(np.arange(40) < 2)
    (check,) = check_labels(make_experiment("k", "K", "yours", scans))
    assert check.found is None
    assert check.rows.empty
