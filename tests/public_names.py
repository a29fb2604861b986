"""What notebooks and others rely on: every promised name, the face it is imported from, its kind.

Names of ``PLANNED`` are promised too but not built yet; each moves up when it is.
"""

from importlib import import_module
from typing import Any

# Face → kind → names. A kind is one of KINDS in tests/core/test_promised_names.py.
PROMISED = {
    "core.datasets": {
        "class": "Workspace",
        "function": "catalog load read_upload as_points as_graph simulate_building",
        "record": "FingerprintSet PacketLog FloorPlan PointCloud GraphData",
    },
    "core.localization": {
        "estimator": "KernelLocator BeaconSelector",
        "class": "GroupedSets",
        "function": "explain_fix floor_report localization_report place_scores simulated_scores",
    },
    "core.density": {
        "estimator": "KernelDensity AdaptiveKernelDensity LocalCovarianceKernelDensity "
        "ProductKernelDensity",
        "function": "thresholds diagnose select_bandwidth sampling_noise collapse_bandwidth",
    },
    "core.graphs": {
        "estimator": "KernelKMeans",
        "function": "parameter kernel_matrix squared_distance cluster sweep copeland reject_curve "
        "certificate rank_from sweep_large",
        "names": "MEASURES",
    },
    "core.embedding": {
        "estimator": "HeatGeodesic",
        "function": "heat_kernel log_heat_kernel quality pseudotime branches heat_groups",
    },
    "core.inference": {"function": "export_onnx", "class": "Engine"},
    "core.errors": {
        "error": "KernelscopeError UploadError LimitError ParameterError ComputeError Cancelled",
    },
}

# Methods that are promised by name.
MEMBERS = {
    "core.datasets.PacketLog": "windows",
    "core.datasets.Workspace": "keep open entries delete delete_all",
    "core.localization.KernelLocator": "fit predict weights covariance abstains posterior "
    "predict_floor",
    "core.localization.CentroidLocator": "fit predict weights covariance abstains posterior",
    "core.localization.MapLocator": "fit predict weights covariance abstains posterior",
    "core.localization.LikelihoodLocator": "fit predict weights covariance abstains posterior",
    "core.localization.AdaptedLocator": "fit predict weights covariance abstains posterior",
    "core.localization.BeaconSelector": "fit get_support",
    "core.localization.GroupedSets": "calibrate threshold promised members",
    "core.localization.ExponentialSmoother": "step smooth",
    "core.localization.WalkTracker": "step smooth",
    "core.density.KernelDensity": "fit score_samples participation sample",
    "core.density.AdaptiveKernelDensity": "fit score_samples participation leave_one_out sample",
    "core.density.LocalCovarianceKernelDensity": "fit score_samples participation sample",
    "core.density.ProductKernelDensity": "fit score_samples participation sample",
    "core.graphs.KernelKMeans": "fit predict fit_predict",
    "core.embedding.HeatGeodesic": "fit fit_transform transform",
    "core.inference.Engine": "run",
}

PLANNED: dict[str, str] = {}


def promised() -> list[tuple[str, str, str]]:
    """Face, kind and name of all that is promised and built."""
    return [
        (face, kind, name)
        for face, kinds in PROMISED.items()
        for kind, names in kinds.items()
        for name in names.split()
    ]


def at(path: str) -> Any:
    """What stands under a dotted path like ``core.graphs.sweep``."""
    face, name = path.rsplit(".", 1)
    return getattr(import_module(face), name)
