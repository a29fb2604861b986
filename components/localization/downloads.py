"""What the "Where?" view lets a user take away."""

import numpy as np
import pandas as pd

from components.csv_export import to_csv
from components.localization.results import Evaluation
from components.page_frame import Download
from core.localization import MethodResult
from core.localization.experiment import Experiment


def where_downloads(experiment: Experiment, results: Evaluation) -> list[Download]:
    """The predictions of all test scans as CSV."""

    def predictions() -> bytes:
        return to_csv(predictions_table(experiment, results))

    return [Download("Predictions (CSV)", "kernelscope-predictions.csv", "text/csv", predictions)]


def predictions_table(experiment: Experiment, results: Evaluation) -> pd.DataFrame:
    """One row per scan: identifiers where known, truth, both predictions, both errors; metres."""
    test = experiment.test
    columns: dict[str, np.ndarray] = {"scan": np.arange(1, test.n_scans + 1)}
    columns["row_id"] = test.row_id  # as the visitor's own file calls or counts it
    for name in ("floor_id", "session_id", "stop_id", "time_s", "holding", "device_id"):
        if getattr(test, name) is not None:
            columns[name] = getattr(test, name)
    true_m = test.known_position_m
    for name, position_m in (
        ("true", true_m),
        ("predicted", results.predicted_m),
        ("knn", results.baseline_m),
    ):
        columns[f"{name}_x_m"], columns[f"{name}_y_m"] = position_m[:, 0], position_m[:, 1]
    columns["error_m"], columns["knn_error_m"] = results.error_m, results.baseline_error_m
    return pd.DataFrame(columns)


def all_predictions(experiment: Experiment, results: list[MethodResult]) -> pd.DataFrame:
    """One row per scan: the truth, and each method's position and error; metres."""
    true_m = experiment.test.known_position_m
    columns: dict[str, np.ndarray] = {
        "scan": np.arange(1, len(true_m) + 1),
        "row_id": experiment.test.row_id,
        "true_x_m": true_m[:, 0],
        "true_y_m": true_m[:, 1],
    }
    for result in results:
        key = result.method.key
        columns[f"{key}_x_m"], columns[f"{key}_y_m"] = result.predicted_m.T
        columns[f"{key}_error_m"] = result.error_m
    return pd.DataFrame(columns)
