"""What is kept is what would be computed again: equal contents, and only they, are one."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from shapely.geometry import box

from components import memory, store
from components.memory import begin_run, fingerprint, once

simple = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Frozen:
    values: np.ndarray
    name: str = "a"


@dataclass
class Open:
    values: np.ndarray


@pytest.fixture(autouse=True)
def visitor(monkeypatch):
    """A session of one's own."""
    state = {}
    monkeypatch.setattr(memory.st, "session_state", state)
    return state


@given(simple, simple)
def test_two_values_have_one_fingerprint_when_they_are_alike_to_the_letter(first, second):
    assert (fingerprint(first) == fingerprint(second)) == (repr(first) == repr(second))


@given(arrays(st.sampled_from(["f8", "f4", "i8", "U3", "?"]), array_shapes(max_dims=3, max_side=4)))
def test_an_array_is_told_by_type_shape_and_content(array):
    assert fingerprint(array) == fingerprint(array.copy())
    assert fingerprint(array) == fingerprint(np.asfortranarray(array))
    assert fingerprint(array) != fingerprint(array[None])
    assert fingerprint(array) != fingerprint(array.astype("O"))
    other = array.astype("O").ravel()
    other[0] = "another"
    assert fingerprint(array.astype("O")) != fingerprint(other.reshape(array.shape))


def test_one_number_more_in_anything_is_another_thing():
    values = np.arange(3.0)
    same = (
        (Frozen(values), Frozen(values.copy())),
        (Open(values), Open(values.copy())),
        (pd.DataFrame({"a": values}), pd.DataFrame({"a": values.copy()})),
        ({"a": values}, {"a": values.copy()}),
        (box(0, 0, 1, 1), box(0, 0, 1, 1)),
        ({1, 2, 3}, {3, 2, 1}),
    )
    for first, second in same:
        assert fingerprint(first) == fingerprint(second)
    other = (
        *(Frozen(values + 1), Open(values + 1), pd.DataFrame({"a": values + 1})),
        *({"a": values + 1}, box(0, 0, 1, 2), {1, 2}, Frozen(values, "b")),
        *(pd.DataFrame({"b": values}), pd.DataFrame({"a": values}, index=[1, 2, 3])),
    )
    found = [fingerprint(each) for each in (*(first for first, _ in same), *other)]
    assert len(set(found)) == len(found)


def test_functions_are_told_by_their_code_and_by_what_they_close_over():
    def adding(number):
        return lambda x: x + number

    assert fingerprint(adding(1)) == fingerprint(adding(1))
    assert fingerprint(adding(1)) != fingerprint(adding(2))
    assert fingerprint(lambda x: x + 1) != fingerprint(lambda x: x + 2)


def test_what_cannot_be_read_is_refused():
    circle: list = []
    circle.append(circle)
    with pytest.raises(TypeError, match="contains itself"):
        fingerprint(circle)
    with pytest.raises(TypeError, match="cannot be told apart"):
        fingerprint(object())


def counted():
    calls = []

    @once
    def double(values, _hidden=None, *, factor=2):
        calls.append(factor)
        return factor * values

    return double, calls


def test_a_function_is_called_again_only_for_other_contents():
    double, calls = counted()
    for _ in range(3):
        np.testing.assert_array_equal(double(np.arange(3)), [0, 2, 4])
    assert calls == [2]
    double(np.arange(3), "hidden arguments do not count")
    double(np.arange(3), factor=2)
    assert calls == [2]
    double(np.arange(4))
    double(np.arange(3), factor=3)
    assert calls[-1] == 3


def test_errors_are_not_kept():
    calls = []

    @once
    def fails(x):
        calls.append(x)
        raise ValueError("never")

    for _ in range(2):
        with pytest.raises(ValueError, match="never"):
            fails(1)
    assert calls == [1, 1]


def test_what_two_runs_do_not_ask_for_is_forgotten():
    double, calls = counted()
    double(np.arange(3))
    for _ in range(5):
        begin_run()
        double(np.arange(3))
    assert calls == [2]
    for _ in range(store.RUNS_KEPT + 1):
        begin_run()
    double(np.arange(3))
    assert calls == [2, 2]
