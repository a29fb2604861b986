"""A walk of the visitor's own: matched by beacon ids, and every outcome has its sentence."""

import numpy as np
import pytest

from components.localization.beacons.own_walk import compared, map_table, walk_of, walk_sentence
from core.datasets import FingerprintSet
from core.errors import UploadError
from core.localization.experiment import Experiment

PLACE_M = np.column_stack([np.arange(0.0, 20, 2), np.zeros(10)]).repeat(4, axis=0)
NAMES = ["a", "b*", "c"]
LEVEL_DBM = -60 - 2 * abs(PLACE_M[:, :1] - [0.0, 10.0, 20.0]) + np.tile([[-1.0], [1.0]], (20, 1))
SURVEY = FingerprintSet(LEVEL_DBM, PLACE_M, NAMES)
EXPERIMENT = Experiment("yours-1", "Mine", "yours", SURVEY, SURVEY, "the survey itself")


def file_of(level_dbm, names=NAMES, shift_m=0.0) -> bytes:
    rows = [",".join(["x", "y", *names])]
    for (x, y), levels in zip(PLACE_M, level_dbm, strict=True):
        rows.append(",".join(str(value) for value in (x, y + shift_m, *levels)))
    return "\n".join(rows).encode()


def said(data: bytes) -> str:
    walk, missing = walk_of(EXPERIMENT, data, "walk.csv")
    sums, found = compared(EXPERIMENT, walk)
    table = map_table(sums, found, NAMES)
    assert list(table.columns) == ["x_m", "y_m", *NAMES]
    return walk_sentence(found, sums, NAMES, missing)


def test_columns_are_matched_by_name_and_what_is_missing_counts_as_silent():
    walk, missing = walk_of(EXPERIMENT, file_of(LEVEL_DBM[:, [2, 0]], ["c", "a"]), "walk.csv")
    np.testing.assert_allclose(walk.rss_dbm[:, [0, 2]], LEVEL_DBM[:, [0, 2]])
    assert np.isnan(walk.rss_dbm[:, 1]).all()
    assert missing == ("b*",)
    with pytest.raises(UploadError, match="none of the survey's beacons"):
        walk_of(EXPERIMENT, file_of(LEVEL_DBM, ["p", "q", "r"]), "walk.csv")


def test_every_outcome_has_its_sentence():
    assert "**No beacon changed**" in said(file_of(LEVEL_DBM))
    quieter = LEVEL_DBM - [0.0, 15.0, 0.0]
    assert r"**1 of 3 beacons changed** at 10 revisited places: b\* (−15 dB)" in said(
        file_of(quieter)
    )
    assert "the phone is held or built differently" in said(file_of(LEVEL_DBM - 15))
    words = said(file_of(LEVEL_DBM[:, [0, 2]], ["a", "c"]))
    assert r"does not name b\*: taken as not heard" in words
    assert "1 of 3 beacons changed" in words
    assert "**too few to tell**" in said(file_of(LEVEL_DBM, shift_m=80.0))
