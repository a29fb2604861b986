"""The verdict of the "Radio map" view, from the numbers alone."""

import numpy as np

from components.localization.radio_map.results import SurveyMap
from components.text import as_plain_text, counted
from core.localization.experiment import Experiment
from core.localization.survey_gaps import SurveyGaps
from core.percentages import percent

FEW_BEACONS = 3


def radio_map_sentence(
    experiment: Experiment, found: SurveyMap, gaps: SurveyGaps, beacon: int, least_share: float
) -> str:
    """What the beacon covers, where too few are heard, and what the survey misses."""
    count = (found.share >= least_share).sum(axis=1)
    few = int((count < FEW_BEACONS).sum())
    too_few = f"at {few:,} of them fewer are heard" if few else "nowhere are fewer heard"
    sentence = (
        f"Beacons heard per place: **{np.median(count):.0f}** (median over "
        f"{counted(len(count), 'place')}; below {FEW_BEACONS} a place is hardly told from others, "
        f"and {too_few}). "
    )
    sentence += _beacon_sentence(experiment, found, beacon)
    if gaps.missing_share > 0.005:
        sentence += (
            f" **{percent(gaps.missing_share)} of the floor** is farther than {gaps.far_m:.1f} m "
            "from any surveyed place."
        )
    else:
        sentence += f" No part of the floor is farther than {gaps.far_m:.1f} m from the survey."
    return sentence


def _beacon_sentence(experiment: Experiment, found: SurveyMap, beacon: int) -> str:
    name = as_plain_text(str(experiment.survey.beacon_ids[beacon]))
    level = found.heard_dbm[:, beacon]
    if not np.isfinite(level).any():
        return f"Beacon {name} was never heard in the survey."
    loudest = int(np.nanargmax(level))
    sentence = (
        f"Beacon {name} is heard at {np.isfinite(level).sum():,} of them, loudest with "
        f"{level[loudest]:.0f} dBm"
    )
    beacons_m = experiment.survey.beacon_position_m
    if beacons_m is not None and np.isfinite(beacons_m[beacon]).all():
        away_m = np.linalg.norm(found.grid_m[loudest] - beacons_m[beacon])
        sentence += f", {away_m:.1f} m from where it hangs"
    return sentence + "."
