"""The measured corridor simulated is like the measured one, in what the radio does."""

import numpy as np
import pytest

from benchmarks.corridor_statistics import corridor_statistics
from benchmarks.corridor_twin import simulated_corridor
from core.datasets.guelph import load_guelph

# Half of the difference between seeds and what one survey of 15 beacons can say.
TOLERANCE = {
    "beacons heard in a scan": 1.2,
    "share of scans": 0.12,
    "hand − floor, mean": 1.5,
    "hand − floor, sd": 1.0,
    "… sd": 1.0,
    "… its correlation": 0.12,
    "correlation of two beacons": 0.18,
    "residual": 0.6,
}


@pytest.fixture(scope="module")
def measured(shared):
    return load_guelph("1 s", shared / "datasets" / "guelph_ble")


def test_the_twin_hears_what_the_survey_heard(measured):
    real = corridor_statistics(measured)
    twins = [corridor_statistics(simulated_corridor(measured, seed)) for seed in range(3)]
    for name, value in real.items():
        found = np.mean([twin[name] for twin in twins])
        tolerance = next(t for start, t in TOLERANCE.items() if name.startswith(start))
        assert found == pytest.approx(value, abs=tolerance), name
