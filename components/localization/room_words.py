"""How often the right room is named, for a visitor's survey whose plan has rooms."""

from components.data_origin import YOURS
from components.localization.results import LocatorSettings, beacons_on, fitted_locator
from components.memory import once
from components.text import counted
from core.localization.experiment import Experiment, with_beacons
from core.localization.room_scores import (
    knows_only_rooms,
    room_hit_rate,
    rooms_of,
    voted_rooms,
)
from core.percentages import percent


@once
def room_words(experiment: Experiment, settings: LocatorSettings) -> str:
    """A sentence on the rooms of one's own plan; "" where there is none or no scan in one."""
    plan, test = experiment.survey.floor, experiment.test
    if experiment.origin != YOURS or plan is None or not plan.rooms:
        return ""
    true_room = rooms_of(test.known_position_m, plan.rooms)
    locator = fitted_locator(experiment, settings)
    heard_dbm = with_beacons(test, beacons_on(experiment, settings)).rss_dbm
    named = voted_rooms(locator.posterior(heard_dbm), locator.grid_, plan.rooms)
    share, n = room_hit_rate(true_room, named)
    if not n:
        return ""
    words = f" The **right room is named for {percent(share)}** of {counted(n, 'test scan')}"
    if knows_only_rooms(experiment.survey.known_position_m, plan.rooms):
        words += "; the survey knows rooms only, so its metres are those between their middles"
    return words + "."
