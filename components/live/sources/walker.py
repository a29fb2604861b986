"""The simulated walker, in the simulated building that the survey was made in."""

from components.live.sources.source_kind import SourceChoice, SourceKind
from components.memory import shared
from core.datasets.simulation.building import SPARSE_BEACONS, Building, draw_building
from core.inference.live import SimulatedWalker
from core.localization.experiment import Experiment

BEACONS_OF = {"building": None, "building_sparse": SPARSE_BEACONS}  # keys of the catalogue


@shared()
def _building(key: str) -> Building:
    """The building that the catalogue's survey was made in: the same seed."""
    return draw_building(n_beacons=BEACONS_OF[key], random_state=0)


def _choose(experiment: Experiment, pose: str) -> SourceChoice:
    key = experiment.key
    return SourceChoice(("walker", pose), lambda: SimulatedWalker(_building(key), pose))


ROW = SourceKind(
    "walker",
    "Simulated walker",
    _choose,
    plays=True,
    held=True,
    suits=lambda experiment: experiment.key in BEACONS_OF,
)
