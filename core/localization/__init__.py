"""Indoor localization from received signal strengths."""

from core.localization.adaptation import AdaptedLocator
from core.localization.beacon_selection import BeaconSelector, leave_one_out_cost
from core.localization.calibration_study import calibration_curve
from core.localization.centroids import CentroidLocator, StrongestBeaconLocator
from core.localization.comparison import MethodResult, comparison_table, try_methods
from core.localization.credible_sets import place_scores
from core.localization.experiment import Experiment, make_experiment
from core.localization.fix_explanation import explain_fix
from core.localization.floor_scores import floor_report
from core.localization.grouped_sets import GroupedSets
from core.localization.holding_scores import simulated_scores
from core.localization.kernel_locator import KernelLocator
from core.localization.latent_map import LatentMap, fit_latent_map
from core.localization.likelihood import LikelihoodLocator
from core.localization.map_locator import MapLocator
from core.localization.method_row import Method
from core.localization.methods import (
    METHODS,
    exported_methods,
    fit_method,
    method,
    quick_methods,
    usable_methods,
)
from core.localization.neighbors_locator import NeighborsLocator
from core.localization.oracle import hand_held_oracle
from core.localization.path_loss import PathLoss, fit_path_loss
from core.localization.recommendation import Recommendation, recommend
from core.localization.regressor_locator import RegressorLocator
from core.localization.report import bootstrap_cdf, bootstrap_mean, localization_report
from core.localization.scan_locator import ScanLocator
from core.localization.sensitivity import Band, sensitivity_band
from core.localization.stack_locator import StackLocator
from core.localization.trackers import ExponentialSmoother, WalkTracker
from core.localization.tuned_neighbors import TunedNeighborsLocator
from core.localization.walkable_graph import walking_distance

__all__ = [
    "METHODS",
    "AdaptedLocator",
    "Band",
    "BeaconSelector",
    "CentroidLocator",
    "Experiment",
    "ExponentialSmoother",
    "GroupedSets",
    "KernelLocator",
    "LatentMap",
    "LikelihoodLocator",
    "MapLocator",
    "Method",
    "MethodResult",
    "NeighborsLocator",
    "PathLoss",
    "Recommendation",
    "RegressorLocator",
    "ScanLocator",
    "StackLocator",
    "StrongestBeaconLocator",
    "TunedNeighborsLocator",
    "WalkTracker",
    "bootstrap_cdf",
    "bootstrap_mean",
    "calibration_curve",
    "comparison_table",
    "explain_fix",
    "exported_methods",
    "fit_latent_map",
    "fit_method",
    "fit_path_loss",
    "floor_report",
    "hand_held_oracle",
    "leave_one_out_cost",
    "localization_report",
    "make_experiment",
    "method",
    "place_scores",
    "quick_methods",
    "recommend",
    "sensitivity_band",
    "simulated_scores",
    "try_methods",
    "usable_methods",
    "walking_distance",
]
