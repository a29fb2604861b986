"""Two hundred odd surveys through what the pages of localization and live are made of.

One of each kind of oddity in every run, the others, which mix them further, where asked for.
The same surveys are opened on the pages themselves in ``tests/app/test_odd_surveys.py``.
"""

from collections.abc import Callable, Iterator

import pytest

from components.live.floor_data import floor_data
from components.live.parameters import live_parameters
from components.localization.accuracy import floor as error_floor
from components.localization.accuracy import jobs, view
from components.localization.accuracy.parameters import accuracy_parameters
from components.localization.accuracy.verdict import accuracy_sentence, sets_words
from components.localization.beacons import view as beacons_view
from components.localization.beacons.parameters import beacon_parameters
from components.localization.beacons.results import beacon_table, errors_with_fault, path_loss_of
from components.localization.beacons.selection import selection_sentence
from components.localization.beacons.verdict import beacons_sentence
from components.localization.calibrated_sets import calibrated_sets, usual_settings
from components.localization.deck_map import deck_map
from components.localization.floor.map import floor_map
from components.localization.floor_choice import floor_words
from components.localization.label_check import check_labels
from components.localization.own_experiment import own_experiment
from components.localization.places import Places
from components.localization.radio_map.parameters import radio_map_parameters
from components.localization.radio_map.results import survey_gaps, survey_map
from components.localization.radio_map.verdict import radio_map_sentence
from components.localization.results import evaluation
from components.localization.scan.decided import decided, decided_sentence
from components.localization.scan.panels import scan_sentence, voters_table
from components.localization.scan.scene import make_scene, with_set
from components.localization.set_words import promise_badge, sets_sentence
from components.localization.view_parameters import where_parameters
from components.localization.where_verdict import where_badges, where_sentence
from components.own_data.own_set import make_own_set
from core.datasets.readers.result import Upload
from core.errors import KernelscopeError, ParameterError
from core.localization import fit_method, method, try_methods
from core.localization.experiment import Experiment, held_otherwise, on_floor
from core.localization.methods import usable_methods
from core.parameters import Parameter
from tests.every_page import thorough
from tests.odd_surveys import CHANGES, N_ODD, odd_survey, wrong_words

BY_ONE_MODEL = usual_settings("kernel")


def settings_words(rows: dict[str, Parameter]) -> Iterator[str]:
    for row in rows.values():
        yield from (row.label, row.help, *row.labels)


def where(experiment: Experiment) -> Iterator[str]:
    rows = where_parameters(experiment, experiment.key)
    yield from settings_words(rows)
    results = evaluation(experiment, BY_ONE_MODEL)
    found = calibrated_sets(experiment, BY_ONE_MODEL, rows["calibrated_on"].default)
    yield where_sentence(experiment, results, None)
    yield sets_sentence(found)
    yield promise_badge(found)[0]
    yield from (
        each if isinstance(each, str) else each[0]
        for each in where_badges(experiment, BY_ONE_MODEL, "CPU")
    )
    yield experiment.split
    places = Places.of(experiment)
    for row in {0, experiment.test.n_scans - 1}:
        scene = make_scene(experiment, BY_ONE_MODEL, results, row, places.near(experiment, row))
        scene = with_set(scene, found, row)
        why = decided(experiment, BY_ONE_MODEL, scene)
        yield decided_sentence(why)
        yield scan_sentence(experiment, scene, row, row + 1)
        voters_table(scene)
        for by_error in (False, True):
            floor_map(scene, None, colour_by_error=by_error)
        assert "NaN" not in deck_map(scene, None, three_d=True).to_json()


def radio_map(experiment: Experiment) -> Iterator[str]:
    parameters = radio_map_parameters(experiment)
    yield from settings_words(parameters)
    found = survey_map(experiment)
    gaps = survey_gaps(found, 5, parameters["gap_rule"].default)
    for beacon in range(experiment.survey.n_beacons):
        yield radio_map_sentence(experiment, found, gaps, beacon, 0.5)
    for check in check_labels(experiment):
        assert len(check.rows) >= 0


def beacons(experiment: Experiment) -> Iterator[str]:
    yield from settings_words(beacon_parameters(experiment))
    name = str(experiment.survey.beacon_ids[0])
    path_loss = path_loss_of(experiment)
    table = beacon_table(experiment, "stability")
    for fault in ("none", "dead", *(() if path_loss is None else ("moved",))):
        try:
            errors = (
                errors_with_fault(experiment, 0, fault, (0.0, 0.0)) if fault != "none" else None
            )
        except ParameterError as error:  # its position is not known: the page says so
            yield str(error)
            continue
        yield beacons_sentence(
            table,
            name,
            fault,
            errors,
            held_out=experiment.held_out,
            held=held_otherwise(experiment),
        )
    yield selection_sentence(experiment)
    if not table["cost_m"].isna().all():
        beacons_view._worth(table, "stability")


def accuracy(experiment: Experiment) -> Iterator[str]:
    yield from settings_words(accuracy_parameters(experiment))
    quick = [row for row in usable_methods(experiment) if not row.slow]
    results = list(try_methods(quick, experiment))
    table = view.method_table(results, experiment)
    yield from table["method"]
    yield accuracy_sentence(table, held_out=experiment.held_out)
    yield sets_words(experiment, table)
    yield jobs.by_itself(experiment).title
    for result in results[:2]:
        error_floor._errors(experiment, result)


def live(experiment: Experiment) -> Iterator[str]:
    yield from settings_words(live_parameters(experiment, own=None))
    floor_data(experiment, fit_method(method("kernel"), experiment).grid_)


PAGES: tuple[Callable[[Experiment], Iterator[str]], ...] = (
    where, radio_map, beacons, accuracy, live,
)  # fmt: skip


def texts_of(number: int) -> Iterator[str]:
    """What the pages would write of an odd survey, floor by floor; or why there is none."""
    scans = odd_survey(number)
    try:
        whole = own_experiment(make_own_set(Upload(scans), f"{number}.csv", [b"%d" % number]))
        floors = whole.survey.floor_names
        shown = [on_floor(whole, floor) for floor in floors] if len(floors) > 1 else [whole]
    except KernelscopeError as error:
        yield str(error)
        return
    if len(floors) > 1:
        yield floor_words(whole)
    for experiment in shown:
        for page in PAGES:
            yield from page(experiment)


@pytest.mark.parametrize(
    "number",
    [number if number < len(CHANGES) else thorough(number) for number in range(N_ODD)],
)
def test_an_odd_survey_breaks_nothing_and_is_spoken_of_in_sentences(number):
    assert wrong_words(texts_of(number), odd_survey(number)) == []
