"""The settings of the story: the place, the scan, and how each lens is set."""

import numpy as np

from core.graphs.measures.selections import ON_A_FLOOR, OPENS_ON_A_FLOOR
from core.localization.experiment import Experiment
from core.parameters import Parameter

PLACE, SCAN = "place", "story_scan"
BANDWIDTHS_DB = tuple(np.geomspace(0.5, 32, 25).round(2).tolist())
ZONES = 6


def story_parameters(experiment: Experiment, n_places: int) -> dict[str, Parameter]:
    """By name; place and scan follow the survey."""
    rows = (
        Parameter(
            PLACE,
            "Place",
            int,
            1,
            minimum=1,
            maximum=max(n_places, 2),
            step=1,
            belongs_to=experiment.key,
            help="The place that is marked in every picture: on the floor, in signal space, in the "
            "graph and on the map. A click on any of them chooses it.",
        ),
        Parameter(
            SCAN,
            "Scan",
            int,
            1,
            minimum=1,
            maximum=max(experiment.test.n_scans, 2),
            step=1,
            belongs_to=experiment.key,
            help="The scan of a phone that is located: the heat shows which places vote for it.",
        ),
        Parameter(
            "story_h",
            "Bandwidth, as a power of two",
            float,
            3.0,
            minimum=-1.0,
            maximum=5.0,
            step=0.25,
            help="h in dB, as log₂: 0 is 1 dB, 3 is 8 dB. Small: the one place that sounds most "
            "alike decides. Large: all places vote, and the fix drifts to the middle.",
        ),
        Parameter(
            "story_measure",
            "Proximity",
            str,
            OPENS_ON_A_FLOOR,
            options=ON_A_FLOOR,
            help="The measure between places in the graph of alike fingerprints; its clusters "
            "colour the floor.",
        ),
    )
    return {row.name: row for row in rows}
