"""A visitor's model meets a survey: expected against found (rows 34 and 36 of the checklist)."""

from types import SimpleNamespace

import numpy as np
import pytest

from components.live.own_model import OwnModel, check_columns
from components.live.roles import POSITION, SCORE
from core.errors import ComputeError, ParameterError
from core.inference.signature import TensorSignature

FLOAT = "tensor(float)"


def model_with(*signatures):
    return SimpleNamespace(signatures=[TensorSignature(*each) for each in signatures])


@pytest.fixture
def experiment():
    survey = SimpleNamespace(
        n_beacons=3, beacon_ids=["a", "b", "c"], known_position_m=np.array([[0.0, 0.0]])
    )
    return SimpleNamespace(survey=survey)


@pytest.mark.parametrize(
    ("signatures", "said"),
    [
        ([("x", FLOAT, ("n", 5))], r"expects float \(n, 5\); this survey has .* \(n, 3\)"),
        ([("x", FLOAT, ("n",))], r"expects float \(n\)"),
        ([("x", FLOAT, ("n", 3, 3))], r"expects float \(n, 3, 3\)"),
        ([("x", "tensor(int64)", ("n", 3))], "expects int64"),
        ([("x", FLOAT, (32, 3))], "exactly 32 rows"),
        ([("x", FLOAT, (0, 3))], "exactly 0 rows"),
        ([("x", FLOAT, ("n", 3)), ("k", "tensor(int64)", ())], "also needs the input 'k'"),
    ],
)
def test_an_input_that_cannot_take_the_scans_says_expected_and_found(experiment, signatures, said):
    with pytest.raises(ParameterError, match=said):
        check_columns(model_with(*signatures), "x", experiment)


@pytest.mark.parametrize("shape", [("n", 3), (None, 3), ("n", "beacons"), (1, 3)])
def test_an_input_that_can_is_accepted(experiment, shape):
    check_columns(model_with(("x", FLOAT, shape)), "x", experiment)


class _Fixed:
    """Answers always the same, and keeps what it was asked."""

    def __init__(self, answer):
        self.answer = answer

    def run(self, inputs, *, tell=None):
        self.asked = inputs["x"]
        return {"y": self.answer}


def own(answer, role=POSITION, missing=-105.0):
    return OwnModel("mine", _Fixed(answer), "x", "y", missing, role)


def test_silence_is_given_as_the_visitor_said():
    chosen = own(np.zeros((1, 2)))
    chosen.answers(np.array([[-60.0, np.nan, -70.0]]))
    assert chosen.model.asked.tolist() == [[-60.0, -105.0, -70.0]]


def test_answers_that_are_no_numbers_become_no_position():
    answer = np.array([[1.0, 2.0], [np.inf, 2.0], [np.nan, np.nan]])
    found = own(answer).answers(np.zeros((3, 3)) - 60)
    assert found[0].tolist() == [1.0, 2.0]
    assert np.isnan(found[1, 0])
    assert np.isnan(found[2]).all()


@pytest.mark.parametrize("shape", [(3, 3), (2, 2), (1,), (3,), (3, 2, 2), ()])
def test_answers_of_another_length_are_an_error_with_both_shapes(shape):
    with pytest.raises(ComputeError, match=r"needs \(3, 2\)"):
        own(np.zeros(shape)).answers(np.zeros((3, 3)) - 60)


@pytest.mark.parametrize("shape", [(3,), (3, 1)])
def test_scores_may_stand_in_a_column(shape):
    assert own(np.ones(shape), SCORE).answers(np.zeros((3, 3)) - 60).tolist() == [1.0, 1.0, 1.0]


def test_scores_cannot_be_followed_on_the_map(experiment):
    with pytest.raises(ParameterError, match="gives scores, not positions"):
        own(np.ones(3), SCORE).live_model(experiment, None)
