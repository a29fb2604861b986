"""What the map views are made of: data in their form, colours, figures, sentences, samples."""

from types import SimpleNamespace

import numpy as np
import pytest

from components.embedding.colouring import Colouring, colour_choices, colouring
from components.embedding.map import figure as figures
from components.embedding.map.data import map_data
from components.embedding.map.figure import drawn_rows, fitting_height, map_figure
from components.embedding.map.table import map_table
from components.embedding.own_map_data import with_colours_only
from components.embedding.preparation import prepared
from components.embedding.shepard import shepard_pairs
from components.embedding.side.maps import SideMap
from components.embedding.time_curve import candidates_table
from components.embedding.verdicts import (
    MapNumbers,
    kernel_sentence,
    map_sentence,
    reach_words,
    side_sentence,
)
from core.datasets import GraphData, PointCloud, load
from core.embedding import HeatGeodesic, quality
from core.embedding.diffusion_time import Candidate
from core.errors import ParameterError


@pytest.fixture(scope="module")
def roll():
    return map_data(load("swiss_roll"), "swiss_roll", "Swiss roll", "simulated")


@pytest.fixture(scope="module")
def wine():
    return map_data(load("wine"), "wine", "Wine", "measured")


def test_any_data_set_becomes_points_with_what_is_true(roll):
    assert roll.truth.shape == (1000, 2)
    survey = map_data(load("building"), "building", "Floor", "simulated")
    straight = np.linalg.norm(survey.points.truth[:, None] - survey.points.truth[None, :], axis=2)
    assert survey.truth_unit == "m"
    assert (survey.truth >= straight - 1e-9).all()
    graph = map_data(load("karate"), "karate", "Club", "measured")
    assert graph.metric == "precomputed"
    np.testing.assert_allclose(graph.X, graph.X.T)
    assert graph.points.labels is not None


def test_what_has_no_distances_is_refused():
    pieces = GraphData(np.kron(np.eye(2), 1 - np.eye(3)), [str(i) for i in range(6)])
    with pytest.raises(ParameterError, match="2 pieces"):
        map_data(pieces, "g", "Graph", "yours")
    with pytest.raises(ParameterError, match="at least 3"):
        map_data(PointCloud(np.eye(2), ["a", "b"]), "p", "Points", "yours")
    with pytest.raises(ParameterError, match="square"):
        map_data(
            PointCloud(np.eye(4, 3), list("abc")), "p", "Points", "yours", holds_distances=True
        )


def test_a_table_of_distances_is_taken_as_such():
    place = np.arange(5.0)
    apart = np.abs(place[:, None] - place)
    made = map_data(
        PointCloud(apart, list("abcde")), "d", "Distances", "yours", holds_distances=True
    )
    assert made.metric == "precomputed"
    np.testing.assert_array_equal(made.X, apart)


def test_every_choice_of_colour_gives_one_a_point(roll, wine):
    for data in (roll, wine):
        for choice in colour_choices(data.points):
            colours = colouring(data.points, choice, np.zeros(len(data)))
            given = colours.values if colours.names is None else colours.names
            assert len(given) == len(data)
    assert next(iter(colour_choices(wine.points))) == "label"
    assert next(iter(colour_choices(roll.points))) == "time"


def test_categories_stand_in_the_order_of_numbers():
    colours = Colouring.of_categories("Digit", np.array(["10", "9", "2", "b", "a"]))
    assert colours.order == ("2", "9", "10", "a", "b")


@pytest.mark.parametrize("n_axes", [2, 3])
@pytest.mark.parametrize("choice", ["label", "feature-1"])
def test_every_point_is_drawn_once_and_carries_its_row(wine, n_axes, choice):
    place = np.random.default_rng(0).normal(size=(len(wine), n_axes))
    figure = map_figure(place, colouring(wine.points, choice), height=300)
    rows = np.concatenate([trace.customdata[:, 0] for trace in figure.data])
    assert sorted(rows) == list(range(len(wine)))
    for trace in figure.data:
        np.testing.assert_array_equal(trace.x, place[trace.customdata[:, 0], 0])
    if n_axes == 2:
        assert figure.layout.yaxis.scaleanchor == "x"


def test_a_group_stays_bright_in_every_trace(wine):
    inside = np.arange(len(wine)) % 3 == 0
    place = np.random.default_rng(0).normal(size=(len(wine), 2))
    figure = map_figure(place, colouring(wine.points, "label"), height=300, selected=inside)
    bright = [
        row for trace in figure.data for row in trace.customdata[list(trace.selectedpoints), 0]
    ]
    assert sorted(bright) == np.flatnonzero(inside).tolist()


def test_very_many_points_are_thinned_evenly(monkeypatch):
    monkeypatch.setattr(figures, "MOST_DRAWN", 100)
    assert drawn_rows(100).tolist() == list(range(100))
    assert len(drawn_rows(1050)) <= 100
    assert set(np.diff(drawn_rows(1050))) == {11}


def test_a_long_map_is_low_and_a_square_one_is_not():
    line = np.column_stack([np.arange(100.0), np.zeros(100)])
    assert fitting_height(line, 600, 560) == 260
    assert fitting_height(np.random.default_rng(0).random((50, 2)), 600, 560) == 560
    assert fitting_height(np.zeros((5, 2)), 600, 560) == 560


def test_the_table_has_every_point_and_unambiguous_columns(roll):
    cloud = PointCloud(np.eye(3), np.array(["row", "map_1", "x"]), ["a", "b", "c"])
    table = map_table(map_data(cloud, "k", "t", "yours"), np.ones((3, 2)), np.zeros(3))
    assert len(set(table.columns)) == len(table.columns)
    assert table["feature row"].tolist() == [1.0, 0.0, 0.0]
    assert len(map_table(roll, np.zeros((1000, 2)))) == 1000


def test_columns_for_colours_take_no_part_in_distances(wine):
    part = with_colours_only(wine, ("proline",))
    assert part.X.shape[1] == wine.X.shape[1] - 1
    assert "feature-13" in colour_choices(part.points)
    assert with_colours_only(wine, ()) is wine


def test_a_sample_keeps_what_belongs_together(roll):
    few = prepared(roll, 100, standardise=True, n_axes=0)
    row = int(np.flatnonzero((roll.points.values == few.points.values[7]).all(axis=1))[0])
    np.testing.assert_array_equal(few.truth[7], roll.truth[row])
    assert few.points.time[7] == roll.points.time[row]
    assert few.key != roll.key
    assert any("100 of 1,000" in notice for notice in few.notices)
    np.testing.assert_allclose(few.X.std(axis=0), 1.0)
    sphere = map_data(load("sphere"), "sphere", "Sphere", "simulated")
    assert prepared(sphere, 50, standardise=False, n_axes=2).truth.shape == (50, 50)
    graph = map_data(load("karate"), "karate", "Club", "measured")
    assert prepared(graph, 20, standardise=False, n_axes=0).X.shape == (20, 20)


def test_pairs_of_the_shepard_plot_are_what_they_say(roll):
    pairs = shepard_pairs(roll.truth, roll.truth, scale=2.0)
    np.testing.assert_allclose(pairs["map"], 2 * pairs["true"], rtol=1e-9)
    assert (pairs["row"] != pairs["other_row"]).all()
    one = pairs.iloc[0]
    apart = roll.truth[int(one["row"]) - 1] - roll.truth[int(one["other_row"]) - 1]
    assert one["true"] == pytest.approx(np.linalg.norm(apart))


def test_the_verdict_is_made_of_the_numbers():
    numbers = MapNumbers({"spearman": 0.97}, 0.993, 0.888, 0.043)
    assert map_sentence(numbers, "walking distance", 30.0, t_is_auto=False) == (
        "**Walking distance is kept at Spearman 0.99** by heat (1 is perfect), and at 0.97 on "
        "this map; straight lines keep it less well (0.89); 4% of the pairs are "
        "too far for t = 30 (set by hand)."
    )
    unknown = MapNumbers(
        {"overlap_15": 0.4, "trustworthiness": 0.9, "continuity": 0.8}, np.nan, np.nan, 0.0
    )
    assert "40% of each point's 15 nearest" in map_sentence(unknown, "", 1.0, t_is_auto=True)
    few = MapNumbers({"overlap_15": np.nan}, np.nan, np.nan, 0.0)
    assert "too few points" in map_sentence(few, "", 1.0, t_is_auto=True)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "no pair is too far"),
        (0.001, "less than 1% of the pairs are too far"),
        (0.123, "12% of the pairs are too far"),
    ],
)
def test_words_for_reach(share, words):
    assert reach_words(share) == words


def test_the_ranking_names_first_second_and_last():
    maps = [
        SideMap(key, key, "", np.zeros((3, 2)), {"pearson": score})
        for key, score in (("a", 0.5), ("b", 0.9), ("c", 0.1))
    ]
    sentence = side_sentence([*maps, SideMap("d", "d", "", problem="absent")])
    assert sentence.startswith("**b** keeps")
    assert "ahead of a (0.500)" in sentence
    assert "c is last of 3" in sentence
    assert "maps** are drawn" in side_sentence([maps[0]])


def side(key, **scores):
    return SideMap(key, key, "", np.zeros((3, 2)), scores)


def test_a_lead_of_less_than_five_thousandths_is_a_tie():
    maps = [side("a", pearson=0.991), side("b", pearson=0.994), side("c", pearson=0.4)]
    sentence = side_sentence(maps)
    assert sentence.startswith("**b** and **a** keep the true distances equally well")
    assert "0.991 to 0.994, a tie" in sentence
    assert "c is last of 3" in sentence
    assert side_sentence([side("a", pearson=0.987), maps[1]]).startswith("**b** keeps")


def test_the_ranking_looks_at_neighbours_and_at_branches_on_each_other():
    maps = [
        side("a", pearson=0.9, overlap_15=0.6, lying_over=0.0),
        side("b", pearson=0.8, overlap_15=0.9, lying_over=0.12),
    ]
    sentence = side_sentence(maps)
    assert "**b** keeps most neighbours (90% of the 15 nearest)" in sentence
    assert "lie on each other on some maps (of near points: b 12%)" in sentence
    assert "each other" not in side_sentence([maps[0], maps[0]])


def test_two_sheets_drawn_on_each_other_are_counted():
    rng = np.random.default_rng(0)
    sheet = rng.random((200, 2))
    X = np.column_stack([np.vstack([sheet, sheet + 0.001]), np.repeat([0.0, 9.0], 200)])
    assert quality(X[:, :2], X=X)["lying_over"] > 0.3
    assert quality(X, X=X)["lying_over"] == 0.0


def test_a_map_on_one_place_is_not_praised():
    scores = quality(np.zeros((80, 2)), X=np.random.default_rng(0).normal(size=(80, 3)))
    numbers = MapNumbers(scores, np.nan, np.nan, 0.0, collapsed=True)
    sentence = map_sentence(numbers, "", 3.0, t_is_auto=True)
    assert sentence.startswith("**All points coincide**")
    assert "%" not in sentence


def test_the_times_that_were_tried_are_told():
    roll = load("swiss_roll")
    model = HeatGeodesic(random_state=0).fit(roll.values)
    table = candidates_table(model.time_)
    assert (table[""] == "chosen").sum() == 1
    assert 2 <= len(table) <= 4
    kept = [each.kept for each in model.time_.candidates if each.chosen]
    assert kept[0] > 0.75
    spread = np.linalg.svd(model.embedding_ - model.embedding_.mean(axis=0), compute_uv=False)
    assert spread[1] > 0.2 * spread[0]


@pytest.mark.parametrize(
    ("kept", "why"),
    [((None, 0.6, 0.8), "a shorter time keeps more"), ((None, None, 0.8), "the run was stopped")],
)
def test_a_time_that_was_not_drawn_says_why(kept, why):
    times = [
        Candidate(t, share, 0.99, share == 0.8) for t, share in zip((9, 3, 1), kept, strict=True)
    ]
    curve = SimpleNamespace(candidates=times)
    assert candidates_table(curve)["Neighbours kept"].iloc[0] == f"not drawn: {why}"


def test_words_for_the_floor():
    assert "No pair lies on the floor" in kernel_sentence(0.0, 1.0, 1.0)
    assert "28% of all pairs" in kernel_sentence(0.28, 0.99, 0.93)
