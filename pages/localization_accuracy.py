"""How good? Every method on the same scans, and what changes the answer."""

import streamlit as st

from components.controls import control
from components.csv_export import to_csv
from components.failures import show_error
from components.localization import accuracy_jobs as jobs
from components.localization.accuracy_floor import show_error_floor
from components.localization.accuracy_parameters import accuracy_parameters
from components.localization.accuracy_studies import (
    show_durations,
    show_sets,
    show_settings,
    show_stops,
)
from components.localization.accuracy_verdict import accuracy_sentence
from components.localization.accuracy_view import method_table, show_curves, show_method_table
from components.localization.downloads import all_predictions
from components.localization.survey_choice import choose_survey
from components.page_frame import Download, begin_page, how_this_works
from components.text import counted
from core.errors import KernelscopeError
from core.localization.calibration_study import as_table

frame = begin_page("how-good", "How good is it, honestly?")

# the data and the parameters
with st.sidebar:
    choice = choose_survey(frame)
experiment = choice.experiment
rows = accuracy_parameters(experiment)
parameters = (choice.parameter, *rows.values())
frame.check_link(parameters)
with st.sidebar:
    study = control(rows["study"])
    compared = control(rows["compared"], disabled=study != "methods")
    map_method = control(rows["map_method"], disabled=study != "map")
    slow = control(rows["slow_methods"])

# the methods, which the verdict needs
methods = jobs.methods_job(experiment, slow=slow)
table = method_table(methods.results, experiment)
frame.verdict(
    accuracy_sentence(table, held_out=experiment.held_out),
    [
        (experiment.origin, experiment.origin),
        counted(experiment.test.n_scans, "test scan"),
        f"{len(methods.results)} methods",
        "CPU",
    ],
)
st.caption(
    "What to notice: nothing here was tuned on the test scans, and what uses more than registered "
    f"fingerprints says so. Test scans: {experiment.split}."
)

# the study
found = {result.method.key: result for result in methods.results}
try:
    if study == "methods":
        show_method_table(table)
        drawn = [found[key] for key in compared if key in found]
        show_curves(experiment, drawn, found.get(jobs.ORACLE.key))
        if len(drawn) < len(compared) and methods.done:
            st.caption("The regressors among the curves are drawn once they are switched on.")
    elif study == "map" and map_method in found:
        show_error_floor(experiment, found[map_method])
    elif study == "durations":
        packets = jobs.raw_packets(experiment)
        if packets is None:
            st.info(
                "This needs raw packets, and here only averages over windows are known. The real "
                "survey has them.",
                icon=":material/sensors:",
            )
        else:
            show_durations(jobs.durations_job(experiment, packets).results)
    elif study == "stops":
        if not jobs.has_positions(experiment):
            st.info(
                "Calibration works on the smoothed map, which needs beacon positions.",
                icon=":material/location_on:",
            )
        else:
            show_stops(as_table(jobs.stops_job(experiment).results))
    elif study == "settings":
        show_settings(jobs.settings_job(experiment).results)
    elif study == "sets":
        show_sets(jobs.sets_job(experiment).results)
except KernelscopeError as error:
    show_error(error)
how_this_works("localization_accuracy")
frame.actions(
    parameters,
    [
        Download(
            "Table of methods (CSV)",
            "kernelscope-methods.csv",
            "text/csv",
            lambda: to_csv(table),
        ),
        Download(
            "Predictions of all methods (CSV)",
            "kernelscope-all-predictions.csv",
            "text/csv",
            lambda: to_csv(all_predictions(experiment, methods.results)),
        ),
    ],
    {"data": experiment.key, "origin": experiment.origin, "split": experiment.split},
)
