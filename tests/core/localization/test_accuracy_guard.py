"""The checked-in accuracy report of the simulated building still holds within 5 %."""

import json

import pytest

from benchmarks.localization.simulated import REPORT, accuracy_of


@pytest.mark.parametrize("seed", [0, 1])
def test_accuracy_is_what_the_report_says(seed):
    committed = json.loads(REPORT.read_text(encoding="utf-8"))[str(seed)]
    found = accuracy_of(seed)
    assert found.keys() == committed.keys()
    for key, numbers in committed.items():
        for name, value in numbers.items():
            assert found[key][name] == pytest.approx(value, rel=0.05), (key, name)
