"""The public names: notebooks and others import them as they stand here, with these settings."""

import inspect
from collections.abc import Callable
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator

from tests.public_names import MEMBERS, PLANNED, PROMISED, at, promised

Kind = Callable[[Any], bool]
KINDS: dict[str, Kind] = {
    "function": inspect.isfunction,
    "class": inspect.isclass,
    "estimator": lambda found: inspect.isclass(found) and issubclass(found, BaseEstimator),
    "record": lambda found: inspect.isclass(found) and is_dataclass(found),
    "error": lambda found: inspect.isclass(found) and issubclass(found, Exception),
    "names": lambda found: isinstance(found, tuple) and all(isinstance(n, str) for n in found),
}

SIGNATURES = {  # settings with their defaults, arguments without
    "core.localization.KernelLocator": {
        "representation": "powed",
        "kernel": "cosine",
        "power": 32,
        "n_neighbors": 20,
        "missing_dbm": -105,
        "selector": None,
    },
    "core.density.KernelDensity": {
        "bandwidth": 1.0,
        "kernel": "gaussian",
        "precision": "double",
        "nu": 3.0,
    },
    "core.density.AdaptiveKernelDensity": {
        "bandwidth": "loo",
        "method": "abramson",
        "sensitivity": 0.5,
        "n_neighbors": 10,
    },
    "core.density.LocalCovarianceKernelDensity": {
        "bandwidth": "loo",
        "covariance": "local",
        "n_neighbors": 20,
        "shrinkage": None,
    },
    "core.graphs.KernelKMeans": {
        "n_clusters": 8,
        "kernel": "linear",
        "n_init": 10,
        "random_state": None,
    },
    "core.embedding.HeatGeodesic": {
        "n_components": 2,
        "n_neighbors": 10,
        "t": "auto",
        "volume": 1.0,
        "laplacian": "normalized",
        "n_landmarks": "auto",
        "metric": "euclidean",
        "random_state": None,
    },
    "core.embedding.heat_kernel": {"laplacian": "normalized", "columns": None},
    "core.embedding.log_heat_kernel": {"laplacian": "normalized", "columns": None},
    "core.embedding.quality": {"truth": None, "X": None},
}


@pytest.mark.parametrize(("face", "kind", "name"), promised())
def test_a_promised_name_is_on_its_face_and_of_its_kind(face, kind, name):
    found = at(f"{face}.{name}")
    assert KINDS[kind](found)
    assert kind == "names" or found.__doc__
    module = import_module(face)
    assert name in getattr(module, "__all__", vars(module))


@pytest.mark.parametrize("face", [face for face in PROMISED if face != "core.errors"])
def test_all_that_a_face_exports_is_there(face):
    module = import_module(face)
    assert len(set(module.__all__)) == len(module.__all__)
    for name in module.__all__:
        assert not inspect.ismodule(getattr(module, name))


@pytest.mark.parametrize("path", MEMBERS)
def test_promised_methods_are_there(path):
    for name in MEMBERS[path].split():
        member = inspect.getattr_static(at(path), name)
        assert callable(member)


def test_no_planned_name_is_there_yet():
    """It is time to list it with the others once it is."""
    for face, names in PLANNED.items():
        for name in names.split():
            assert not hasattr(import_module(face), name), name


@pytest.mark.parametrize("face", [face for face in PROMISED if face != "core.errors"])
def test_no_module_hides_behind_an_exported_name(face):
    """``from core.graphs import sweep`` gives one thing only, whoever imported what before."""
    folder = Path(import_module(face).__file__).parent
    modules = {path.stem for path in folder.iterdir()}
    assert modules & set(import_module(face).__all__) == set()


@pytest.mark.parametrize("path", SIGNATURES)
def test_promised_settings_have_their_defaults(path):
    found = inspect.signature(at(path)).parameters
    wanted = SIGNATURES[path]
    assert {key: found[key].default for key in wanted} == wanted


def test_the_names_of_a_map_work_together():
    from core.embedding import HeatGeodesic, heat_kernel, log_heat_kernel, quality

    line = np.linspace(0, 1, 40)[:, None]
    model = HeatGeodesic(n_neighbors=4, random_state=0).fit(line)
    assert quality(model.embedding_, truth=line, X=line)["pearson"] > 0.99
    W = model.graph_.weights
    np.testing.assert_allclose(np.exp(log_heat_kernel(W, 2.0)), heat_kernel(W, 2.0))
