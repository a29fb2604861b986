"""Every model of random graphs draws what its row says, and one that is in no table is refused."""

import numpy as np
import pytest

from components.graphs.graph_models import (
    CHOICES,
    GRAPH_MODELS,
    GRAPH_SEED,
    POPULATIONS,
    graph_model,
)
from components.graphs.graph_parameters import MODEL_PARAMETERS
from core.errors import ParameterError


def defaults(key):
    return {name: MODEL_PARAMETERS[name].default for name in GRAPH_MODELS[key].settings}


def edges(graph):
    return np.array(graph.adjacency.tocoo().coords)


@pytest.mark.parametrize("key", GRAPH_MODELS)
def test_a_model_draws_its_graph_from_its_settings_alone(key):
    row = GRAPH_MODELS[key]
    first, second = row.make(defaults(key)), row.make(defaults(key))
    np.testing.assert_array_equal(edges(first), edges(second))
    assert first.n_nodes == defaults(key).get("model_nodes", row.n_nodes)
    assert row.title or row.population
    if GRAPH_SEED in row.settings:
        other = row.make(defaults(key) | {GRAPH_SEED: 1})
        assert not np.array_equal(edges(first), edges(other))


@pytest.mark.parametrize("key", POPULATIONS)
def test_a_population_has_a_seed_and_a_notation_that_names_its_nodes(key):
    row = POPULATIONS[key]
    assert row.settings[-1] == GRAPH_SEED
    assert GRAPH_SEED not in row.settings_without_seed
    given = {name: value for name, value in defaults(key).items() if name != GRAPH_SEED}
    assert str(given.get("model_nodes", row.n_nodes)) in row.notation(given)


def test_every_setting_belongs_to_a_model():
    used = {name for row in GRAPH_MODELS.values() for name in row.settings}
    assert used == set(MODEL_PARAMETERS)


def test_an_unknown_model_is_answered_with_the_list():
    assert set(CHOICES) | set(POPULATIONS) == set(GRAPH_MODELS)
    with pytest.raises(ParameterError, match="'nonsense'; choose one of: model_planted, six"):
        graph_model("nonsense")
