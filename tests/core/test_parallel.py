"""Blocks come back once each, errors pass through, and leaving early stops the rest."""

import pytest

from core.parallel import map_blocks


def test_every_block_returns_once_under_its_own_index():
    assert sorted(map_blocks(lambda n: n * n, range(50))) == [(n, n * n) for n in range(50)]


def test_an_error_in_a_block_reaches_the_caller():
    with pytest.raises(ZeroDivisionError):
        list(map_blocks(lambda n: 1 / n, [1, 0]))


def test_leaving_the_loop_does_not_compute_all_blocks():
    computed = []
    results = map_blocks(lambda n: computed.append(n), range(10_000), n_workers=2)
    next(results)
    results.close()
    assert len(computed) < 100
