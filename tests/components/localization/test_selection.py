"""What the page says of choosing beacons: the committed table's numbers, and these data's own."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.localization.building import REAL
from components.localization.beacons.selection import (
    CHOSEN,
    PAPER,
    PAPER_ALL_M,
    PAPER_CHOSEN_M,
    PAPER_ROWS,
    selection_sentence,
)
from core.datasets import FingerprintSet, load
from core.localization import METHODS, make_experiment, method, try_methods
from core.localization.methods import kept_beacons


def test_the_claim_stands_beside_what_the_table_of_the_papers_own_survey_measures():
    lines = REAL.read_text(encoding="utf-8").splitlines()
    titles = [row.title for row in METHODS if not row.slow] + ["*Ceiling: survey by the same hand*"]
    mean_m = {
        title: float(line.split(" | ")[2].split()[0])
        for title in titles
        for line in lines
        if line.startswith(f"| {title} |") and "[" in line.split(" | ")[2]
    }
    assert len(mean_m) == PAPER_ROWS, "benchmarks/localization/accuracy.py --new adds what it lacks"
    assert f"last of {PAPER_ROWS} rows" in PAPER
    assert max(mean_m, key=lambda title: mean_m[title]) == method(CHOSEN).title
    assert mean_m[method(CHOSEN).title] == PAPER_CHOSEN_M
    assert mean_m[method("kernel").title] == PAPER_ALL_M
    assert "claims that choosing beacons" in PAPER
    assert "whose exact rule we do not know" in PAPER


def test_these_data_have_a_sentence_of_their_own():
    building = make_experiment("building_sparse", "Building", "simulated", load("building_sparse"))
    every, chosen = (
        np.nanmean(result.error_m)
        for result in try_methods([method("kernel"), method(CHOSEN)], building)
    )
    said = selection_sentence(building)
    kept = kept_beacons(building.survey)
    assert f"the {kept} of the {building.survey.n_beacons} beacons" in said
    assert f"to {chosen:.2f} m on average" in said
    assert ("**costs" in said) == (chosen - every > 0.005)


@pytest.mark.parametrize(
    ("n_beacons", "said"), [(1, "there is one beacon"), (2, "of 2 beacons all are kept")]
)
def test_where_nothing_can_be_chosen_that_is_said(n_beacons, said):
    rss_dbm = np.full((6, n_beacons), -60.0) - np.arange(6)[:, None]
    scans = FingerprintSet(
        rss_dbm, np.eye(6)[:, :2] + np.arange(6)[:, None], list("ab")[:n_beacons]
    )
    assert said in selection_sentence(make_experiment(f"few-{n_beacons}", "Few", "yours", scans))
    silent = replace(scans, rss_dbm=np.full((6, 4), np.nan), beacon_ids=np.array(list("abcd")))
    experiment = make_experiment(f"silent-{n_beacons}", "Silent", "yours", silent)
    assert "no test scan is located" in selection_sentence(experiment)
