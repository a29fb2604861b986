"""Leaders, ties and pairs are counted as they stand."""

import numpy as np
import pytest

from core.datasets import load
from core.graphs import partition_score
from core.graphs.leaderboard import cell_scores, leaderboard, log_pairs
from core.graphs.sweeps import SweepCell, sweep_cells


def cell(measure, x, method="ward"):
    return SweepCell(measure, x, method, np.array([0, 1]), {})


def test_best_and_90th_percentile_are_values_that_occur():
    x = np.linspace(0.1, 0.9, 9)
    cells = [cell("For", value) for value in x] + [cell("logFor", value) for value in x]
    values = np.concatenate([np.arange(9) / 10, np.full(9, 0.5)])
    values[3] = np.nan
    table = leaderboard(cells, values).set_index("measure")
    assert table.loc["For", "best"] == 0.8
    assert table.loc["For", "x"] == pytest.approx(0.9)
    assert table.loc["For", "n_x"] == 8
    # eight values 0 … 0.8 without 0.3: position 0.9 · 7 = 6.3, the next lower is 0.7
    assert table.loc["For", "p90"] == 0.7
    assert table.loc["logFor", "plain"] == "For"
    assert table["rank"].tolist() == [1, 2]
    assert log_pairs(table.reset_index())["leads"].tolist() == ["plain"]
    assert log_pairs(table.reset_index(), "mean")["leads"].tolist() == ["logarithm"]


def test_equal_scores_share_a_rank_and_the_wider_plateau_is_named_first():
    cells = [cell("For", 0.2), cell("For", 0.4), cell("Heat", 0.2), cell("Heat", 0.4)]
    table = leaderboard(cells, np.array([0.9, 0.1, 0.9, 0.8]))
    assert table["measure"].tolist() == ["Heat", "For"]
    assert table["rank"].tolist() == [1, 1]


def test_cells_without_a_kernel_are_left_out_and_said():
    cells = [SweepCell("logAbs", 0.9, "ward", None, {}, "no"), cell("SP", None)]
    values = cell_scores(cells, "ari", ["a", "b"])
    assert np.isnan(values[0])
    assert values[1] == 1.0
    assert leaderboard(cells, values)["measure"].tolist() == ["SP"]


def test_scores_are_those_of_the_sweep():
    karate = load("karate")
    cells = list(
        sweep_cells(
            karate.adjacency,
            karate.communities,
            ("For", "logFor"),
            (0.3, 0.6),
            scores=("nmi_geometric",),
        )
    )
    values = cell_scores(cells, "nmi_geometric", karate.communities)
    np.testing.assert_allclose(values, [each.scores["nmi_geometric"] for each in cells])
    by_modularity = cell_scores(cells, "modularity", None, karate.adjacency)
    assert by_modularity[0] == partition_score(
        "modularity", cells[0].labels, None, karate.adjacency
    )
