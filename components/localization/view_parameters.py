"""The settings of the "Where?" view that belong to the view, not to the locator."""

from components.data_origin import names_in_links
from components.localization.calibrated_sets import calibration_parameter
from core.localization.experiment import Experiment, holdings_of
from core.parameters import Parameter

SCAN, MAP, ERROR_COLOURS = "scan", "map", "error_colours"
MAP_VIEWS = {"plan": "Analysis", "flat": "Flat", "building": "3-D"}
ALL_FLOORS = "floors"


ALL_HOLDINGS = "all"


def holding_parameter(experiment: Experiment) -> Parameter:
    """Which way of holding the phone is tried; one option when the scans do not say."""
    held = holdings_of(experiment.test)
    options = (ALL_HOLDINGS, *held)
    return Parameter(
        "holding",
        "Phone held",
        str,
        ALL_HOLDINGS,
        options=options,
        labels=("In any way", *held),
        belongs_to=experiment.key,
        links=names_in_links(experiment.key, options),
        help="Only the test scans made while the phone was held like this.",
    )


def where_parameters(
    experiment: Experiment, survey_key: str, *, several_floors: bool = False
) -> dict[str, Parameter]:
    """The view's parameters by name; bounds follow the data.

    ``survey_key`` names the survey whichever way of holding was chosen.
    """
    views = {**MAP_VIEWS, **({ALL_FLOORS: "All floors"} if several_floors else {})}
    beacons = tuple(experiment.survey.beacon_ids.tolist())
    rows = (
        Parameter(
            SCAN,
            "Scan",
            int,
            1,
            minimum=1,
            maximum=max(experiment.test.n_scans, 2),
            step=1,
            help="Which test scan is located on the map, in the order of the walk.",
            belongs_to=survey_key,
        ),
        Parameter(
            MAP,
            "Map",
            str,
            "plan",
            options=tuple(views),
            labels=tuple(views.values()),
            help="Analysis: exact axes, click and lasso. Flat and 3-D: smooth panning and turning."
            + (" All floors: one above the other." if several_floors else ""),
        ),
        calibration_parameter(experiment, belongs_to=experiment.key),
        Parameter(
            ERROR_COLOURS,
            "Colour places by error",
            bool,
            False,
            help="Paint every test place by its mean error: where does this locator fail?",
        ),
        Parameter(
            "beacons_off",
            "Beacons switched off",
            tuple,
            (),
            options=beacons,
            belongs_to=survey_key,
            links=names_in_links(survey_key, beacons),
            help="These beacons are ignored in the survey and in the scans, as if they were dead. "
            "The verdict says what that costs.",
        ),
    )
    return {row.name: row for row in rows}
