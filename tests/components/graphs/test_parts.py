"""The parts of the graph pages that compute: resumed sweeps, block means, samples of edges."""

from contextlib import suppress

import numpy as np
import pytest

from components.graphs import sweep_jobs
from components.graphs.distance_map import MOST_CELLS, averaged
from components.graphs.graph_choice import GraphChoice
from components.graphs.graph_drawing import (
    MOST_EDGES,
    SVG_UP_TO,
    Panel,
    draw_panels,
    draw_ranked,
    edge_lines,
)
from components.graphs.graph_models import class_sizes
from components.graphs.large_graph_view import block_shares
from components.graphs.leaderboard.verdict import leaderboard_sentence
from components.graphs.published_values import published_table
from components.graphs.sweep_jobs import SweepPlan, remaining_cells
from core.datasets import load
from core.datasets.generators.planted_partition import planted_partition
from core.errors import Cancelled
from core.graphs import METHODS
from core.graphs.leaderboard import cell_scores, leaderboard
from core.parallel import no_progress

PLAN = SweepPlan(("For", "logFor", "SP"), (0.3, 0.6), METHODS, 2, (), 0)


def chosen(graph) -> GraphChoice:
    return GraphChoice(graph, "key", "A graph", "simulated", (), ())


@pytest.fixture
def karate() -> GraphChoice:
    return chosen(load("karate"))


def test_a_resumed_sweep_has_every_cell_once_and_asks_for_the_rest_only(karate, monkeypatch):
    whole = list(remaining_cells(karate, PLAN, no_progress, []))
    assert len(whole) == (2 * 2 + 1) * len(METHODS)
    asked = []
    compute = sweep_jobs.sweep_cells

    def spy(adjacency, communities, measures, *rest, **settings):
        asked.extend(measures)
        return compute(adjacency, communities, measures, *rest, **settings)

    monkeypatch.setattr(sweep_jobs, "sweep_cells", spy)
    for n_done in (0, 1, 7, len(whole) - 1):
        asked.clear()
        rest = list(remaining_cells(karate, PLAN, no_progress, whole[:n_done]))
        done = {(cell.measure, cell.x, cell.method) for cell in whole[:n_done]}
        everything = {(cell.measure, cell.x, cell.method) for cell in whole}
        assert {(cell.measure, cell.x, cell.method) for cell in rest} == everything - done
        finished = {
            name
            for name in ("For", "logFor")
            if sum(cell[0] == name for cell in done) == 2 * len(METHODS)
        }
        assert not finished & set(asked)


def test_stopping_keeps_what_was_yielded(karate):
    def stop_at_the_second_measure(share, message):
        if message == "logFor":
            raise Cancelled("Stopped.")

    kept = []
    with suppress(Cancelled):
        for cell in remaining_cells(karate, PLAN, stop_at_the_second_measure, []):
            kept.append(cell)
    assert kept
    assert "logFor" not in {cell.measure for cell in kept}
    rest = list(remaining_cells(karate, PLAN, no_progress, kept))
    assert len(kept) + len(rest) == (2 * 2 + 1) * len(METHODS)


def test_large_matrices_are_averaged_in_blocks():
    n = 2 * MOST_CELLS + 5
    rng = np.random.default_rng(0)
    matrix = rng.random((n, n))
    shown, block = averaged(matrix)
    assert block == 3
    assert len(shown) <= MOST_CELLS
    assert shown[2, 5] == pytest.approx(matrix[6:9, 15:18].mean())
    assert shown[-1, -1] == pytest.approx(matrix[3 * (len(shown) - 1) :, -(n % 3 or 3) :].mean())
    same, one = averaged(matrix[:50, :50])
    assert one == 1
    np.testing.assert_array_equal(same, matrix[:50, :50])


def test_many_edges_are_sampled():
    graph = planted_partition(sizes=(200,), p_in=0.5)
    assert graph.n_edges > MOST_EDGES
    x, y = edge_lines(graph, np.random.default_rng(0).random((200, 2)))
    assert len(x) == len(y) == 3 * MOST_EDGES
    assert x[2] is None


@pytest.mark.parametrize("n", [SVG_UP_TO, SVG_UP_TO + 1])
def test_graphs_are_drawn_on_either_side_of_what_svg_can_hold(n):
    graph = planted_partition(sizes=(n,), p_in=0.02, random_state=0)
    position, words = np.random.default_rng(0).random((n, 2)), [""] * n
    panels = draw_panels(graph, position, [Panel("A", ["red"] * n, words)], marked=3)
    marked = np.arange(n) < 2
    ranked = draw_ranked(graph, position, marked, np.linspace(0, 1, n), words)
    for figure, written in ((panels, ["3"]), (ranked, ["0", "1"])):
        nodes = figure.to_dict()["data"][-1]
        assert nodes["type"] == ("scatter" if n == SVG_UP_TO else "scattergl")
        assert [name for name in nodes["text"] if name] == written


def test_sizes_of_classes():
    assert class_sizes(100, 2, 0.5) == (50, 50)
    assert class_sizes(100, 2, 0.1) == (10, 90)
    assert class_sizes(90, 3, 0.25) == (15, 38, 37)


def test_block_shares_sum_to_one_and_show_communities():
    graph = planted_partition(sizes=(40, 60), p_in=0.5, p_out=0.02, random_state=0)
    share = block_shares(chosen(graph), graph.communities.astype(int))
    np.testing.assert_allclose(share.sum(axis=1), 1)
    assert np.diag(share).min() > 0.9


def test_printed_values_are_met_to_their_last_digit():
    table = published_table(load("path"))
    assert len(table) == 9
    assert table["largest gap"].max() < 0.001  # three printed digits, then scaled


def test_the_leaderboards_verdict_counts_from_the_table(karate):
    cells = list(remaining_cells(karate, PLAN, no_progress, []))
    table = leaderboard(cells, cell_scores(cells, "ari", karate.graph.communities))
    said = leaderboard_sentence(table, "ari", "best")
    ward = table[table["method"] == "ward"].set_index("measure")["best"]
    assert f"({ward.max():.2f})" in said
    assert "**The logarithm beats its plain measure** in 1" in said
    assert "Nothing has been computed" in leaderboard_sentence(table.iloc[:0], "ari", "best")
