"""Scores of places: exact on posteriors that are true, blurred over metres, not over places."""

import numpy as np
import pytest

from core.errors import ParameterError
from core.localization import credible_sets, place_scores
from core.localization.credible_sets import place_contents, scores_at
from core.localization.place_areas import place_areas_m2


def floor(n: int, seed: int = 0):
    rng = np.random.default_rng(seed)
    return rng, rng.uniform(0, 12, (n, 2))


def test_an_honest_posterior_has_uniform_content():
    rng = np.random.default_rng(0)
    grid_m = np.column_stack([np.arange(12.0), np.zeros(12)])
    weights = rng.dirichlet(np.full(12, 0.7), 20_000)
    truth = (rng.random(20_000)[:, None] > weights.cumsum(axis=1)).sum(axis=1)
    content = scores_at(place_contents(weights), grid_m, grid_m[np.minimum(truth, 11)])
    assert content.mean() == pytest.approx(0.5, abs=0.01)
    # Halving the own weight keeps the mean right and narrows the spread a little.
    assert np.mean(content <= 0.9) == pytest.approx(0.9, abs=0.03)


def test_contents_are_the_definition_computed_slowly():
    rng = np.random.default_rng(2)
    posterior = rng.choice([0.0, 1.0, 2.0, 5.0, 9.0], (40, 13))
    posterior[0] = 1.0
    posterior /= posterior.sum(axis=1, keepdims=True)
    for row, contents in zip(posterior, place_contents(posterior), strict=True):
        for own, content in zip(row, contents, strict=True):
            expected = row[row > own].sum() + 0.5 * row[row == own].sum()
            assert content == pytest.approx(expected, abs=1e-12)
    np.testing.assert_allclose(place_contents(posterior)[0], 0.5)  # all alike: half, not one


def slow_scores(posterior, grid_m, scale_m, nu):
    """Place by place, as the docstring says it."""
    n_places = len(grid_m)
    result = np.empty(posterior.shape)
    for scan, own in enumerate(posterior):
        blurred = np.zeros(n_places)
        for place in range(n_places):
            away = [np.linalg.norm(grid_m[place] - other) for other in grid_m]
            row = [(1 + each**2 / (nu * scale_m**2)) ** (-(nu + 2) / 2) for each in away]
            for other in range(n_places):
                blurred[other] += own[place] * row[other] / sum(row)
        for place in range(n_places):
            above = blurred[blurred > blurred[place]].sum()
            result[scan, place] = above + 0.5 * blurred[blurred == blurred[place]].sum()
    return result


@pytest.mark.parametrize(("scale_m", "nu"), [(1.0, 3.0), (0.2, 30.0), (5.0, 1.0)])
def test_scores_are_the_definition_computed_slowly(scale_m, nu):
    rng, grid_m = floor(17)
    posterior = rng.dirichlet(np.full(17, 0.3), 6)
    np.testing.assert_allclose(
        place_scores(posterior, grid_m, scale_m, nu),
        slow_scores(posterior, grid_m, scale_m, nu),
        atol=1e-9,
    )


def test_shifting_and_turning_the_floor_changes_nothing_and_order_of_places_neither():
    rng, grid_m = floor(40)
    posterior = rng.dirichlet(np.full(40, 0.3), 20)
    scores = place_scores(posterior, grid_m)
    angle = 0.7
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    np.testing.assert_allclose(place_scores(posterior, grid_m @ turn + 300), scores, atol=1e-9)
    order = rng.permutation(40)
    found = place_scores(posterior[:, order], grid_m[order])
    np.testing.assert_allclose(found, scores[:, order], atol=1e-9)


def test_a_blur_of_no_width_leaves_the_posterior_and_alike_places_score_a_half():
    rng, grid_m = floor(25)
    posterior = rng.dirichlet(np.full(25, 0.3), 20)
    sharp = place_scores(posterior, grid_m, scale_m=1e-9)
    np.testing.assert_allclose(sharp, place_contents(posterior), atol=1e-9)
    ring = np.column_stack([np.cos(np.arange(12) * np.pi / 6), np.sin(np.arange(12) * np.pi / 6)])
    np.testing.assert_allclose(place_scores(np.full((1, 12), 1 / 12), ring), 0.5)


def test_large_floors_are_blurred_by_near_places_only(monkeypatch):
    """Beyond 15 m a place gets less than 2 · 10⁻⁵ of what it has itself."""
    rng = np.random.default_rng(4)
    grid_m = rng.uniform(0, 60, (400, 2))
    posterior = rng.dirichlet(np.full(400, 0.05), 30)
    whole = place_scores(posterior, grid_m)
    monkeypatch.setattr(credible_sets, "WHOLE_FLOOR_PLACES", 10)
    monkeypatch.setattr(credible_sets, "BLOCK_ENTRIES", 20_000)
    away = abs(place_scores(posterior, grid_m) - whole)
    assert 0 < away.mean() < 5e-4
    assert np.quantile(away, 0.999) < 5e-3  # two places almost alike may change places


def test_what_is_no_posterior_is_refused():
    grid_m = np.zeros((3, 2))
    for posterior in (np.ones((2, 4)), np.ones(3), [[0.5, np.nan, 0.5]], [[-0.1, 0.6, 0.5]]):
        with pytest.raises(ParameterError, match="posterior"):
            place_scores(posterior, grid_m)
    for broken in ({"scale_m": 0.0}, {"nu": -1.0}, {"scale_m": np.nan}):
        with pytest.raises(ParameterError, match="above 0"):
            place_scores(np.ones((1, 3)) / 3, grid_m, **broken)


def test_areas_add_up_to_the_floor_and_more_places_share_it():
    from shapely.geometry import LineString, box

    x, y = np.meshgrid(np.arange(0.5, 12), np.arange(0.5, 8))
    grid_m = np.column_stack([x.ravel(), y.ravel()])
    room = box(0, 0, 12, 8)
    assert place_areas_m2(grid_m, room).sum() == pytest.approx(96, rel=0.05)
    finer = np.repeat(grid_m, 4, axis=0) + np.tile(
        [[-0.2, 0], [0.2, 0], [0, -0.2], [0, 0.2]], (96, 1)
    )
    assert place_areas_m2(finer, room).sum() == pytest.approx(96, rel=0.05)
    corridor_m = np.column_stack([np.arange(0, 30, 0.2), np.zeros(150)])
    line = LineString([(0, 0), (29.8, 0)])
    area_m2 = place_areas_m2(corridor_m, line)
    assert area_m2.sum() == pytest.approx(2 * 29.8 + np.pi, rel=0.05)
    assert np.median(area_m2) == pytest.approx(0.4, rel=0.2)
    assert (place_areas_m2(np.zeros((1, 2))) > 0).all()
