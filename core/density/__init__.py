"""Kernel density estimates: the estimator, its bandwidth, and when it stops being a density."""

from core.density.bandwidths import select_bandwidth
from core.density.comparison import Answer, Comparison, compare_implementations
from core.density.critical_bandwidths import Thresholds, thresholds
from core.density.diagnosis import Diagnosis, diagnose
from core.density.kernel_density import KernelDensity
from core.density.kernels import KERNELS
from core.density.leave_one_out_scores import LeaveOneOut, leave_one_out
from core.density.local import (
    AdaptiveKernelDensity,
    LocalCovarianceKernelDensity,
    ProductKernelDensity,
)
from core.density.memorisation import collapse_bandwidth
from core.density.noise_of_samples import sampling_noise
from core.density.reference import reference_log_density
from core.density.simulation import SimulatedDensity, simulate_density

__all__ = [
    "KERNELS",
    "AdaptiveKernelDensity",
    "Answer",
    "Comparison",
    "Diagnosis",
    "KernelDensity",
    "LeaveOneOut",
    "LocalCovarianceKernelDensity",
    "ProductKernelDensity",
    "SimulatedDensity",
    "Thresholds",
    "collapse_bandwidth",
    "compare_implementations",
    "diagnose",
    "leave_one_out",
    "reference_log_density",
    "sampling_noise",
    "select_bandwidth",
    "simulate_density",
    "thresholds",
]
