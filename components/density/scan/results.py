"""What the "Your data" view derives from a scan."""

import numpy as np

from components.density.your_data_verdict import spill_notes
from components.memory import mine, once
from components.points.chosen_points import ChosenPoints
from core.datasets.preparation import PreparedPoints
from core.density.bandwidth_scan import BandwidthScan
from core.density.bounded_columns import spills
from core.density.diagnosis import Diagnosis, diagnosis_at

MOST_ROWS = 20_000


@once
def diagnosis(scan: BandwidthScan, bandwidth: float) -> Diagnosis:
    """The diagnosis at this bandwidth, from the scan's curves."""
    return diagnosis_at(scan, bandwidth)


@mine()
def widest_axes(scan: BandwidthScan) -> np.ndarray:
    """(m, 2) scored points on the two axes of largest variance; the second 0 in one dimension."""
    values = scan.points.values
    centred = values - values.mean(axis=0)
    covariance = centred.T @ centred
    _, axes = np.linalg.eigh(covariance)
    plane = centred[scan.rows] @ axes[:, ::-1][:, :2]
    return plane if plane.shape[1] == 2 else np.column_stack([plane, np.zeros(len(plane))])


@once
def bound_notes(points: ChosenPoints, prepared: PreparedPoints, bandwidth: float) -> list[str]:
    """What to say about columns that end at a bound; nothing after PCA, whose axes mix columns."""
    if prepared.scale is None:
        return []
    names = [str(name) for name in points.cloud.feature_names]
    kept = np.array([names.index(name) for name in prepared.names])
    values = points.cloud.values[np.ix_(prepared.rows[:MOST_ROWS], kept)]
    return spill_notes(spills(values, bandwidth * prepared.scale), prepared.names)
