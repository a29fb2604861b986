"""What a visitor gave to one lab, as the other labs see it.

Each lab keeps the last upload that was given to it, and lists it under ``YOURS``. Behind it stand
those of the other labs that it has a use for, under the names below.
"""

from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from components.data_origin import YOURS
from components.graphs import own_graph as graphs
from components.graphs.own_graph import OwnGraph, own_graph
from components.localization import own_survey as surveys
from components.localization.own_survey import own_survey
from components.points import own_points as points
from components.points.own_points import OwnPoints, own_points
from components.upload_dialog import Deletion
from core.datasets import FingerprintSet, GraphData
from core.localization.experiment import Experiment, make_experiment

FROM_POINTS, FROM_SURVEY, FROM_GRAPH = "yours_points", "yours_survey", "yours_graph"
ELSEWHERE = {
    FROM_POINTS: Deletion("points", points.forget, "the uploaded points, also from their pages,"),
    FROM_SURVEY: Deletion("survey", surveys.forget, "the uploaded survey, also from its pages,"),
    FROM_GRAPH: Deletion("graph", graphs.forget, "the uploaded graph, also from its pages,"),
}
MOST_NODES = 2_000
_SEEN: WeakKeyDictionary[object, OwnPoints] = WeakKeyDictionary()


def points_here() -> dict[str, OwnPoints]:
    """What can be looked at as points: the upload of the pages of points, a survey, a graph.

    Of a graph only where the paths between all pairs of its nodes are found in about a second.
    """
    found = {}
    given, survey, graph = own_points(), own_survey(), own_graph()
    if given is not None:
        found[YOURS] = given
    if survey is not None:
        found[FROM_SURVEY] = _seen(
            survey,
            lambda: OwnPoints(survey.key, survey.title, _all_scans(survey)),
        )
    if graph is not None and graph.graph.n_nodes <= MOST_NODES:
        found[FROM_GRAPH] = _seen(
            graph,
            lambda: OwnPoints(graph.digest, graph.title, graph.graph, notices=graph.notices),
        )
    return found


def surveys_here() -> dict[str, Experiment]:
    """The upload of the localization pages, and a survey that was given to the pages of points."""
    found, survey, given = {}, own_survey(), own_points()
    if survey is not None:
        found[YOURS] = survey
    if given is not None and isinstance(given.dataset, FingerprintSet) and given.fits(_experiment):
        found[FROM_POINTS] = given.seen_by(_experiment)
    return found


def graphs_here() -> dict[str, OwnGraph]:
    """The upload of the graph pages, and a graph that was given to the pages of points."""
    found, graph, given = {}, own_graph(), own_points()
    if graph is not None:
        found[YOURS] = graph
    if given is not None and isinstance(given.dataset, GraphData):
        found[FROM_POINTS] = OwnGraph(given.dataset, given.title, given.key, given.notices, {})
    return found


def deletions(
    own: Iterable[str], what: str, forget: Callable[[], None], *, deletes: str
) -> list[Deletion]:
    """How each of one's own data in a list is deleted; ``forget`` is for the lab's upload."""
    return [
        Deletion(what, forget, deletes) if option == YOURS else ELSEWHERE[option] for option in own
    ]


def _experiment(own: OwnPoints) -> Experiment:
    """Raises ParameterError where no place can be told from another."""
    assert isinstance(own.dataset, FingerprintSet)  # noqa: S101 - asked of surveys only
    return make_experiment(own.key, own.title, YOURS, own.dataset)


def _all_scans(experiment: Experiment) -> FingerprintSet:
    """Survey and test scans in one set again, as they were in the file."""
    both = (experiment.survey, experiment.test)
    rows = ("rss_dbm", "position_m", "stop_id", "session_id", "time_s", "holding", "role")
    joined: dict[str, Any] = {}
    for name in rows:
        parts = [getattr(each, name) for each in both]
        joined[name] = None if any(part is None for part in parts) else np.concatenate(parts)
    survey = experiment.survey
    return FingerprintSet(
        **joined,
        beacon_ids=survey.beacon_ids,
        beacon_position_m=survey.beacon_position_m,
        floor=survey.floor,
    )


def _seen(upload: object, make: Callable[[], OwnPoints]) -> OwnPoints:
    """Made once for an upload, and gone with it."""
    if upload not in _SEEN:
        _SEEN[upload] = make()
    return _SEEN[upload]
