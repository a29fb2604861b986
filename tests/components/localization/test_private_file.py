"""The file of a private copy: a survey that reads back, with noise of its own and nothing exact."""

import numpy as np

from components.csv_export import to_csv
from components.localization.accuracy.private_copy import copy_table
from core.datasets import FingerprintSet, read_upload
from core.localization.experiment import Experiment

PLACE_M = np.column_stack([np.arange(0.0, 20, 2), np.zeros(10)]).repeat(40, axis=0)
LEVEL_DBM = -60 - 2 * abs(PLACE_M[:, :1] - [0.0, 10.0, 20.0])
SURVEY = FingerprintSet(LEVEL_DBM, PLACE_M, ["a", "b", "c"])
EXPERIMENT = Experiment("yours-1", "Mine", "yours", SURVEY, SURVEY, "the survey itself")


def test_it_opens_as_a_survey_of_one_scan_a_place_and_no_two_are_alike():
    files = [to_csv(copy_table(EXPERIMENT, 1.0, 1)) for _ in range(2)]
    assert files[0] != files[1]
    read = read_upload(files[0], "kernelscope-private-copy.csv", "fingerprints")
    np.testing.assert_allclose(read.position_m, np.unique(PLACE_M, axis=0))
    assert read.beacon_ids.tolist() == ["a", "b", "c"]
    assert np.nanmax(read.rss_dbm) <= -40 + 1e-9
    assert files[0].splitlines()[0] == b"x,y,a,b,c"  # no count, no error
