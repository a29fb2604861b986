"""Colours agree between partitions, whatever their numbers were."""

import itertools

import numpy as np
import pytest

from core.errors import ParameterError
from core.graphs.label_matching import contingency, match_labels


def brute_force_hits(labels, reference) -> int:
    counts = contingency(labels, reference)
    size = max(counts.shape)
    padded = np.zeros((size, size), dtype=int)
    padded[: counts.shape[0], : counts.shape[1]] = counts
    return max(
        sum(padded[i, j] for i, j in enumerate(order))
        for order in itertools.permutations(range(size))
    )


def test_renamed_labels_come_back():
    rng = np.random.default_rng(0)
    reference = np.concatenate([np.arange(5), rng.integers(5, size=50)])
    names = np.array(["x", "d", "a", "q", "b"])
    np.testing.assert_array_equal(match_labels(names[reference], reference), reference)


@pytest.mark.parametrize("seed", range(20))
def test_no_renaming_agrees_with_more_nodes(seed):
    rng = np.random.default_rng(seed)
    labels, reference = rng.integers(5, size=40), rng.integers(4, size=40)
    matched = match_labels(labels, reference)
    numbers = match_labels(reference, reference)
    assert (matched == numbers).sum() == brute_force_hits(labels, reference)
    # it is a renaming: the partition is the same
    pairs = {*zip(labels.tolist(), matched.tolist(), strict=True)}
    assert len(pairs) == len(set(labels.tolist())) == len(set(matched.tolist()))


def test_a_cluster_without_a_partner_takes_a_new_number():
    matched = match_labels([0, 0, 0, 1, 2, 2], [0, 0, 0, 0, 0, 0])
    assert matched.tolist() == [0, 0, 0, 2, 1, 1]  # the larger of the two is named first


def test_lengths_must_agree():
    with pytest.raises(ParameterError, match="2 nodes and the other 3"):
        contingency([0, 1], [0, 1, 2])
