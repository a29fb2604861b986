"""The settings of the "Beacons" view."""

from components.data_origin import names_in_links
from core.localization.beacon_selection import CRITERIA
from core.localization.experiment import Experiment
from core.parameters import Parameter

FAULTS = {"none": "Fine", "dead": "Dead", "moved": "Moved"}


def beacon_parameters(experiment: Experiment) -> dict[str, Parameter]:
    """By name; beacons and bounds follow the survey."""
    survey = experiment.survey
    beacons = tuple(str(name) for name in survey.beacon_ids)
    low = survey.known_position_m.min(axis=0).round(1)
    high = survey.known_position_m.max(axis=0).round(1)
    rows = [
        Parameter(
            "criterion",
            "Score by",
            str,
            "stability",
            options=tuple(CRITERIA),
            labels=tuple(row.label for row in CRITERIA.values()),
            help="Stability: share of a beacon's variance that place explains, not the scan or "
            "how the phone was held. Fisher ratio: variance between places over variance within. "
            "Robustness: how little the answer moves when the beacon is 6 dB louder.",
        ),
        Parameter(
            "beacon",
            "Beacon",
            str,
            beacons[0],
            options=beacons,
            belongs_to=experiment.key,
            links=names_in_links(experiment.key, beacons),
            help="The beacon whose path loss is drawn, and that suffers the fault chosen below.",
        ),
        Parameter(
            "fault",
            "After the survey it is",
            str,
            "none",
            options=tuple(FAULTS),
            labels=tuple(FAULTS.values()),
            help="Dead: no scan hears it any more. Moved: it hangs elsewhere, and the survey does "
            "not know it. The verdict says what that costs.",
        ),
    ]
    for axis, name in enumerate(("x", "y")):
        width = max(float(high[axis] - low[axis]), 1.0)
        rows.append(
            Parameter(
                f"moved_{name}",
                f"Moved to {name}",
                float,
                round(float(low[axis] + width / 2), 1),
                minimum=float(low[axis]),
                maximum=round(float(low[axis] + width), 1),
                step=0.1,
                unit="m",
                belongs_to=experiment.key,
                help="Where the moved beacon hangs now; it is drawn on the map.",
            )
        )
    rows.append(
        Parameter(
            "n_new_beacons",
            "New beacons to place",
            int,
            1,
            minimum=1,
            maximum=5,
            step=1,
            help="How many beacons to add, one by one, when every spot is tried below. Each takes "
            "as long as the first.",
        )
    )
    return {row.name: row for row in rows}
