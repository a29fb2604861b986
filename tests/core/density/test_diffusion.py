"""Generators of a table: laws of their guesses and of the flow, a twin in many digits, targets."""

import numpy as np
import pytest

from core.datasets import load
from core.density.diffusion import (
    BlobDenoiser,
    ExactDenoiser,
    LinearDenoiser,
    RidgeDenoiser,
    study_memorisation,
)
from core.density.diffusion.copies import committed_shares, half_committed, memorised, told_apart
from core.density.diffusion.flow import follow_flow
from core.density.diffusion.rows import split_rows
from core.errors import LimitError, ParameterError

RANDOM = np.random.default_rng(0)
ROWS = RANDOM.normal(size=(20, 3)) * [3.0, 1.0, 0.3]
PLACES = RANDOM.normal(size=(6, 3)) * 2


@pytest.mark.parametrize("h", [1e-3, 0.2, 1.0, 30.0])
def test_the_exact_guess_is_the_double_sum_in_many_digits(h):
    twin = np.zeros(PLACES.shape)
    for q, place in enumerate(PLACES.astype(np.longdouble)):
        half = [((place - row) ** 2).sum() / (2 * np.longdouble(h) ** 2) for row in ROWS]
        weight = [np.exp(min(half) - each) for each in half]
        twin[q] = sum(w * row for w, row in zip(weight, ROWS, strict=True)) / sum(weight)
    np.testing.assert_allclose(ExactDenoiser(ROWS).denoise(PLACES, h), twin, rtol=1e-11)


def test_the_exact_guess_lies_among_the_rows_and_copies_count_as_rows():
    exact = ExactDenoiser(ROWS)
    weight = exact.weights(PLACES, 0.5)
    assert weight.min() >= 0
    np.testing.assert_allclose(weight.sum(axis=1), 1)
    twice = ExactDenoiser([[0.0], [0.0], [3.0]]).denoise([[1.0]], 1.0)
    weights = np.array([2.0, 1.0]) * np.exp([-0.5, -2.0])
    assert twice[0, 0] == pytest.approx(3 * weights[1] / weights.sum())


def test_blobs_of_no_width_are_exact_and_without_noise_they_leave_all_as_it_is():
    exact = ExactDenoiser(ROWS).denoise(PLACES, 0.7)
    np.testing.assert_allclose(BlobDenoiser(ROWS, 1e-9).denoise(PLACES, 0.7), exact, atol=1e-12)
    np.testing.assert_allclose(BlobDenoiser(ROWS, 0.5).denoise(PLACES, 1e-9), PLACES, atol=1e-12)


def test_the_linear_guess_is_wieners():
    X = RANDOM.normal(size=(400, 3))
    X -= X.mean(axis=0)
    X = X @ np.linalg.inv(np.linalg.cholesky(X.T @ X / 400)).T  # mean 0, covariance exactly 1
    np.testing.assert_allclose(LinearDenoiser(X).denoise(PLACES, 2.0), PLACES / 5, atol=1e-12)
    flat = LinearDenoiser(np.column_stack([X[:, 0], np.full(400, 7.0)]))
    assert flat.denoise([[0.0, 9.0]], 0.5)[0, 1] == pytest.approx(7.0)


@pytest.mark.parametrize("kind", ["exact", "linear", "blob"])
def test_the_flow_turns_and_moves_with_the_data(kind):
    make = {
        "exact": ExactDenoiser,
        "linear": LinearDenoiser,
        "blob": lambda rows: BlobDenoiser(rows, 0.4),
    }[kind]
    turn, shift = np.linalg.qr(RANDOM.normal(size=(3, 3)))[0], np.array([1.0, -2.0, 5.0])
    levels = np.geomspace(5, 0.2, 6)
    way = follow_flow(make(ROWS), PLACES, levels)
    moved = follow_flow(make(ROWS @ turn + shift), PLACES @ turn + shift, levels)
    np.testing.assert_allclose(moved, way @ turn + shift, atol=1e-9)


def test_the_flow_keeps_the_kernel_estimate_as_its_law():
    """The committed share along the flow is that of rows noised by h, which needs no flow."""
    levels = np.geomspace(20, 0.5, 40)
    linear, exact = LinearDenoiser(ROWS), ExactDenoiser(ROWS)
    start = linear.draw(2_000, 20.0, np.random.default_rng(1))
    way = follow_flow(exact, start, levels)
    along = (exact.weights(way[-1], 0.5).max(axis=1) > 0.5).mean()
    _, share = committed_shares(ROWS, levels[-1:], 2_000, np.random.default_rng(2))
    assert along == pytest.approx(share[0], abs=0.05)


def test_of_a_single_row_every_sample_is_that_row():
    one = ExactDenoiser([[2.0, -1.0]])
    way = follow_flow(one, PLACES[:, :2], np.geomspace(3, 0.3, 5))
    np.testing.assert_allclose(one.denoise(way[-1], 0.3), np.tile([2.0, -1.0], (6, 1)))


def test_copies_and_the_test_that_misses_them():
    rows = RANDOM.normal(size=(400, 4))
    real = RANDOM.normal(size=(400, 4))
    assert memorised(rows + 1e-6, rows).all()
    assert memorised(real, rows).mean() < 0.05
    assert told_apart(real + 50, rows) == 1
    assert 0.4 < told_apart(real, rows) < 0.6


def test_half_committed_is_the_last_crossing():
    h = np.array([1.0, 2.0, 4.0, 8.0])
    assert half_committed(h, np.array([0.9, 0.4, 0.6, 0.1])) == pytest.approx(4 * 2**0.2)
    assert half_committed(h, np.ones(4)) == 8
    assert np.isnan(half_committed(h, np.zeros(4)))


def test_the_trained_one_beats_a_gaussian_where_data_are_none_and_knows_its_levels():
    def ring(n):
        angle = RANDOM.uniform(0, 2 * np.pi, n)
        return np.column_stack([np.cos(angle), np.sin(angle)])

    X, new = ring(150), ring(300)
    trained, linear = RidgeDenoiser(X, [0.3]), LinearDenoiser(X)
    noised = new + 0.3 * RANDOM.normal(size=new.shape)
    errors = [((each.denoise(noised, 0.3) - new) ** 2).mean() for each in (trained, linear)]
    assert errors[0] < 0.9 * errors[1]
    with pytest.raises(ParameterError, match="trained at"):
        trained.denoise(noised, 0.4)
    with pytest.raises(ParameterError, match="at least 10"):
        RidgeDenoiser(X[:9], [0.3])


@pytest.mark.parametrize(("n", "ratio"), [(300, 0.92), (1_200, 0.86)])
def test_blobs_copy_no_digit_and_guess_better_than_a_gaussian(n, ratio):
    split = split_rows(load("digits"), n, 16, standardise=False)
    study, exact, linear, blob = study_memorisation(split.rows, split.unseen[:300], trained=False)
    assert exact.copied[-1] >= 0.95
    assert blob.copied[-1] <= 0.03
    assert study.ratio(blob, linear) <= ratio
    assert study.half < study.collapse < study.condensation, "real data have less room"


def test_no_unseen_row_is_a_copy_of_a_learned_one():
    X = np.repeat(RANDOM.normal(size=(40, 2)), 3, axis=0)
    cloud = type(load("moons"))(X, ["a", "b"])
    split = split_rows(cloud, 30, 2, standardise=False)
    assert (len(split.rows), len(split.unseen), len(split.row)) == (90, 10, 30)
    np.testing.assert_allclose(
        split.as_columns(np.unique(split.rows, axis=0), cloud), X[split.row], atol=1e-12
    )
    with pytest.raises(ParameterError, match="12 distinct rows"):
        split_rows(type(cloud)(X[:36], ["a", "b"]), 30, 2, standardise=False)


def test_what_a_study_refuses():
    with pytest.raises(ParameterError, match="at least 10"):
        next(study_memorisation(ROWS[:9], ROWS[9:]))
    with pytest.raises(ParameterError, match="of one width"):
        next(study_memorisation(ROWS, ROWS[:, :2]))
    with pytest.raises(LimitError, match="Learn from fewer rows"):
        next(study_memorisation(RANDOM.normal(size=(4_445, 1)), ROWS[:, :1]))
