"""What the "Your data" view derives from a scan."""

import numpy as np

from components.density.your_data_verdict import spill_notes
from components.memory import mine, once
from components.points.chosen_points import ChosenPoints
from components.points.row_names import row_name
from components.text import as_plain_text
from core.datasets.preparation import PreparedPoints
from core.density.bandwidth_scan import BandwidthScan
from core.density.bounded_columns import spills
from core.density.deciding_row import bandwidth_decider, deciding_notes, scale_decider
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


@once
def deciding_rows(
    points: ChosenPoints, prepared: PreparedPoints, scan: BandwidthScan, *, standardised: bool
) -> dict[int, list[str]]:
    """What to say of each row of the cloud that decides scale or bandwidth by itself, escaped.

    The scale is asked about where columns are divided by their standard deviations.
    """
    cloud = points.cloud
    said: dict[int, list[str]] = {}

    def of_row(row: int) -> str:
        return as_plain_text(row_name(cloud, int(prepared.rows[row])), longest=60)

    def of_column(column: int) -> str:
        return as_plain_text(str(cloud.feature_names[column]), longest=40)

    scale = scale_decider(cloud.values[prepared.rows]) if standardised else None
    bandwidth = bandwidth_decider(scan)
    for found, notes in (
        (scale, deciding_notes(scale, None, of_row, of_column)),
        (bandwidth, deciding_notes(None, bandwidth, of_row, of_column)),
    ):
        if found is not None:
            said.setdefault(int(prepared.rows[found.row]), []).extend(notes)
    return said
