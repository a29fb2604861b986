"""The label check finds a session that was given another place's label, and only that."""

import numpy as np
import pytest

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.label_suspicion import label_suspicion
from core.errors import ParameterError


def _corridor(swapped=None):
    rng = np.random.default_rng(1)
    x = np.arange(0, 40, 1.0)
    beacons = np.array([0.0, 10.0, 20.0, 30.0, 40.0])
    true_x = x.copy()
    if swapped is not None:
        true_x[swapped] = (x[swapped] + 20) % 40
    rss = -60 - 1.0 * np.abs(true_x[:, None] - beacons) + rng.normal(0, 0.5, (len(x), 5))
    return FingerprintSet(
        rss, np.column_stack([x, 0 * x]), [str(b) for b in beacons], session_id=x.astype(str)
    )


def test_a_clean_survey_raises_no_suspicion():
    assert not label_suspicion(_corridor()).suspicious.any()


def test_a_wrong_label_is_found_with_its_likely_place():
    found = label_suspicion(_corridor(swapped=5))
    assert found.session_id[found.suspicious].tolist() == ["5.0"]
    place = found.likely_position_m[found.suspicious][0]
    assert abs(place[0] - 25) <= 2


def test_positions_are_needed():
    with pytest.raises(ParameterError, match="label check needs positions"):
        label_suspicion(FingerprintSet([[-60.0]], None, ["a"]))
