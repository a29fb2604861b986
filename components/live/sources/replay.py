"""The survey's own test scans, played again."""

from components.live.sources.source_kind import SourceChoice, SourceKind
from core.inference.live import ReplaySource, timeline_of_scans
from core.localization.experiment import Experiment, walk_order


def _replay(experiment: Experiment) -> ReplaySource:
    timeline = timeline_of_scans(experiment.test, walk_order(experiment.test))
    return ReplaySource(timeline, origin=experiment.origin)


def _choose(experiment: Experiment, pose: str) -> SourceChoice:
    return SourceChoice(("replay",), lambda: _replay(experiment))


ROW = SourceKind("replay", "Replay of the test scans", _choose, plays=True)
