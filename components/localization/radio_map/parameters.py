"""The settings of the "Radio map" view."""

from components.data_origin import names_in_links
from components.localization.radio_map.layers import LAYERS
from components.memory import once
from core.localization.experiment import Experiment
from core.localization.gap_study import default_rule
from core.localization.next_places import RULES
from core.parameters import Parameter

_default_rule = once(default_rule)


def radio_map_parameters(experiment: Experiment) -> dict[str, Parameter]:
    """By name; the beacons follow the survey."""
    beacons = tuple(str(name) for name in experiment.survey.beacon_ids)
    rows = (
        Parameter(
            "layer",
            "Show",
            str,
            "beacon",
            options=tuple(LAYERS),
            labels=tuple(row.label for row in LAYERS.values()),
            help="One beacon's level, how many beacons are heard where, how far the floor is from "
            "a surveyed place, or scans that fit another place better than their own.",
        ),
        Parameter(
            "map_beacon",
            "Beacon",
            str,
            beacons[0],
            options=beacons,
            belongs_to=experiment.key,
            links=names_in_links(experiment.key, beacons),
            help="Whose level is painted. The colour scale is the same for all beacons, so that "
            "their maps can be compared.",
        ),
        Parameter(
            "radio_source",
            "Levels",
            str,
            "measured",
            options=("measured", "smoothed", "path_loss"),
            labels=("As measured", "Smoothed map", "Path loss alone"),
            help="As measured: means of the scans that heard the beacon. Smoothed: corrected for "
            "lost windows, path loss plus a quarter of the detail. Path loss: the trend alone.",
        ),
        Parameter(
            "n_next",
            "Places to survey next",
            int,
            5,
            minimum=1,
            maximum=20,
            step=1,
            help="How many places are proposed, one by one; each counts as surveyed for the next.",
        ),
        Parameter(
            "gap_rule",
            "Next place by",
            str,
            _default_rule(experiment.survey),
            options=tuple(row.key for row in RULES),
            labels=tuple(row.label for row in RULES),
            help="Farthest first: as far as possible from all places so far. Coding rate: where a "
            "smooth map is most uncertain, often in corners. Remaining variance: what tells most "
            "about the floor around it, so rather inside a room.",
        ),
        Parameter(
            "least_heard",
            "Heard in at least",
            int,
            50,
            minimum=1,
            maximum=100,
            step=1,
            unit="%",
            help="A beacon covers a place when this share of the scans there heard it. Higher: "
            "fewer beacons count.",
        ),
    )
    return {row.name: row for row in rows}
