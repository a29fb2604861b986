"""The public names: notebooks and others import them as they stand here, with these settings."""

import inspect
from importlib import import_module

import numpy as np
import pytest

NAMES = {
    "core.datasets": "catalog load read_upload as_points as_graph simulate_building "
    "FingerprintSet PacketLog FloorPlan PointCloud GraphData",
    "core.localization": "KernelLocator BeaconSelector localization_report",
    "core.density": "KernelDensity thresholds diagnose select_bandwidth",
    "core.graphs": "MEASURES parameter kernel_matrix squared_distance cluster KernelKMeans sweep "
    "copeland reject_curve",
    "core.embedding": "HeatGeodesic heat_kernel log_heat_kernel quality",
    "core.inference": "export_onnx Engine",
    "core.errors": "KernelscopeError UploadError LimitError ParameterError ComputeError Cancelled",
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


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module in NAMES for name in NAMES[module].split()]
)
def test_a_promised_name_can_be_imported(module, name):
    home = import_module(module)
    assert getattr(home, name) is not None
    assert name in getattr(home, "__all__", [name])


@pytest.mark.parametrize("path", SIGNATURES)
def test_promised_settings_have_their_defaults(path):
    module, name = path.rsplit(".", 1)
    found = inspect.signature(getattr(import_module(module), name)).parameters
    wanted = SIGNATURES[path]
    assert {key: found[key].default for key in wanted if key in found} == wanted


def test_the_names_of_a_map_work_together():
    from core.embedding import HeatGeodesic, heat_kernel, log_heat_kernel, quality

    line = np.linspace(0, 1, 40)[:, None]
    model = HeatGeodesic(n_neighbors=4, random_state=0).fit(line)
    assert quality(model.embedding_, truth=line, X=line)["pearson"] > 0.99
    W = model.graph_.weights
    np.testing.assert_allclose(np.exp(log_heat_kernel(W, 2.0)), heat_kernel(W, 2.0))
