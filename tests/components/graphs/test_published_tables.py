"""The published Copeland tables: as they were printed, found by their settings, and compared."""

import json

import numpy as np
import pytest

from components.graphs.tournament.jobs import TournamentPlan
from components.graphs.tournament.published import (
    agreement_sentence,
    beside_published,
    published_columns,
    published_for,
)
from core.graphs import DEFAULT_X
from core.graphs.measures.selections import ARTICLE
from core.graphs.tournaments import TournamentResult, tournament
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "graph" / "published_values.json"
CALLED = {"Katz": "pWalk", "logKatz": "Walk"}  # here and in the notes


def plan(n_graphs=8, **settings):
    given = {
        "model_nodes": 100,
        "model_classes": 2,
        "model_smallest": 0.5,
        "p_in": 0.3,
        "p_out": 0.15,
    } | settings
    return TournamentPlan(
        "model_planted", tuple(sorted(given.items())), n_graphs, ARTICLE, (0.5,), "ward", "ari", 0
    )


def played(order, n_graphs=8):
    """A tournament in which the measures always stand in this order."""
    scores = np.array([[-float(order.index(name))] for name in ARTICLE])
    return TournamentResult(ARTICLE, (0.5,), np.stack([scores] * n_graphs), n_graphs)


@pytest.mark.parametrize(("rank_by", "block"), [("best", "optimal"), ("p90", "p90")])
def test_the_tables_hold_what_was_printed_and_every_column_sums_to_zero(rank_by, block):
    golden = json.loads(GOLDEN.read_text())[f"ivashkin_repro_copeland_{block}_2018_10"]["rows"]
    columns = published_columns(rank_by)
    assert len(columns) == 8
    for place, column in enumerate(columns):
        assert set(column.counts) == set(ARTICLE)
        assert sum(column.counts.values()) == 0
        assert all(column.counts[name] == golden[CALLED.get(name, name)][place] for name in ARTICLE)
        most = 12 * column.n_graphs
        assert max(map(abs, column.counts.values())) <= most


def test_a_column_is_found_by_the_settings_it_was_played_with_and_by_no_others():
    found = published_for(plan(), "p90")
    assert found is not None
    assert found.title == "G(100, (2) 0.3, 0.15)"
    assert published_for(plan(p_out=0.2), "p90") is None
    assert published_for(plan(model_smallest=0.1), "p90") is None


def test_the_same_order_is_said_to_be_the_same_and_others_are_counted():
    column = published_for(plan(), "p90")
    printed = sorted(ARTICLE, key=lambda name: -column.counts[name])
    table = beside_published(played(printed), "p90", column)
    said = agreement_sentence(table, column, 8)
    assert "the first 5 stand in the same order" in said
    assert table["rank"].tolist() == table["published_rank"].tolist() == list(range(1, 14))
    assert table["share"].sum() == pytest.approx(0)
    reversed_table = beside_published(played(printed[::-1]), "p90", column)
    said = agreement_sentence(reversed_table, column, 8)
    assert "0 of the first 5 are the same" in said
    assert "Spearman -1.00" in said
    assert beside_published(played(printed, 3), "p90", column)["apart"].isna().all()


def test_differences_beyond_the_draws_are_named():
    column = published_for(plan(), "p90")
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(20, len(ARTICLE), 1))
    scores[:, ARTICLE.index("For")] += 10  # printed as the last
    result = TournamentResult(ARTICLE, DEFAULT_X[:1], scores, 20)
    said = agreement_sentence(beside_published(result, "p90", column), column, 20)
    assert "Beyond what 20 and 50 draws of the graphs explain differ: " in said
    assert "For (+1.00 against -0.94)" in said


def test_a_published_table_comes_out_again_at_reduced_size():
    """Ten graphs of fifty, 13 values of x: the same five lead, of which two change places."""
    column = published_for(plan(model_classes=4, p_out=0.1), "p90")
    assert column is not None
    drawn = plan(10, model_classes=4, p_out=0.1)

    def make_graph(seed):
        graph = drawn.graph(seed)
        return graph.adjacency, graph.communities

    *_, result = tournament(make_graph, 10, ARTICLE, DEFAULT_X[::2])
    table = beside_published(result, "p90", column)
    assert table["measure"].tolist()[:2] == ["logComm", "SCCT"]
    said = agreement_sentence(table, column, 10)
    assert "5 of the first 5 are the same" in said
    assert float(said.split("Spearman ")[1].split(" ")[0]) > 0.9


def test_a_published_table_comes_out_again_with_the_order_of_its_first_five():
    """Fifty graphs, every other x, the best of which counts."""
    drawn = plan(50, p_out=0.1)
    column = published_for(drawn, "best")
    assert column is not None

    def make_graph(seed):
        graph = drawn.graph(seed)
        return graph.adjacency, graph.communities

    *_, result = tournament(make_graph, 50, ARTICLE, DEFAULT_X[::2])
    said = agreement_sentence(beside_published(result, "best", column), column, 50)
    assert "the first 5 stand in the same order" in said
