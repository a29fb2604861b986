"""Kernels one has heard of: what depth does to a kernel, and what three famous ideas bring."""

from core.ideas.criticality import excess_kurtosis, network_outputs, variance_by_layer
from core.ideas.deep_kernel_machine import alignment, kernel_geodesic
from core.ideas.depth import deep_kernel
from core.ideas.layer_maps import LAYER_MAPS, LayerMap, hermite_map, relu_map
from core.ideas.self_distillation import best_mix, distilled_factor
from core.ideas.zz_kernel import zz_kernel

__all__ = [
    "LAYER_MAPS",
    "LayerMap",
    "alignment",
    "best_mix",
    "deep_kernel",
    "distilled_factor",
    "excess_kurtosis",
    "hermite_map",
    "kernel_geodesic",
    "network_outputs",
    "relu_map",
    "variance_by_layer",
    "zz_kernel",
]
