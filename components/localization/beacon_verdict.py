"""The verdict of the "Beacons" view, from the numbers alone."""

import numpy as np
import pandas as pd

from components.text import as_plain_text

LARGE_SHIFT_DB = 6.0


def beacons_sentence(table: pd.DataFrame, beacon: str, fault: str, errors: tuple | None) -> str:
    """How many beacons change with the holding, what dropping them costs, what a fault does."""
    shift = table["shift_db"].abs()
    shifty = shift > LARGE_SHIFT_DB
    worst, cost = table["cost_m"].idxmax(), table["cost_m"]
    sentence = (
        f"**{int(shifty.sum())} of the {len(table)} beacons** change by more than "
        f"{LARGE_SHIFT_DB:.0f} dB with how the phone is held"
    )
    if shifty.any():
        sentence += f", yet leaving one of them out costs {cost[shifty].mean():+.2f} m on average"
    sentence += (
        f". The most valuable is **{as_plain_text(table['beacon'][worst])}** (without it "
        f"the mean error grows by {cost[worst]:.2f} m); {int((cost < -0.005).sum())} do more harm "
        "than good."
    )
    if errors is not None and fault != "none":
        before, after = (np.nanmean(error_m) for error_m in errors)
        sentence += (
            f" With beacon {as_plain_text(beacon)} {fault}, the mean error goes from "
            f"{before:.2f} m to **{after:.2f} m**."
        )
    return sentence
