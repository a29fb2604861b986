"""Indoor localization from received signal strengths."""

from core.localization.experiment import Experiment, make_experiment
from core.localization.kernel_locator import KernelLocator
from core.localization.neighbors_locator import NeighborsLocator
from core.localization.report import bootstrap_cdf, bootstrap_mean, localization_report

__all__ = [
    "Experiment",
    "KernelLocator",
    "NeighborsLocator",
    "bootstrap_cdf",
    "bootstrap_mean",
    "localization_report",
    "make_experiment",
]
