"""How good? Every method on the same scans, and what changes the answer."""

import streamlit as st

from components.controls import control
from components.csv_export import to_csv
from components.failures import show_error
from components.localization.accuracy import jobs
from components.localization.accuracy.parameters import accuracy_parameters
from components.localization.accuracy.study_table import Tried, study_named
from components.localization.accuracy.verdict import accuracy_sentence, sets_words
from components.localization.accuracy.view import method_table
from components.localization.downloads import all_predictions
from components.localization.floor_choice import choose_floor, floor_words
from components.localization.survey_choice import choose_survey
from components.page_frame import Download, begin_page, how_this_works
from components.text import counted
from core.errors import KernelscopeError

NO_SECRETS = "This study is not about what a map gives away."
frame = begin_page("how-good", "How good is it, honestly?")

# the data and the parameters
with st.sidebar:
    choice = choose_survey(frame)
    experiment, floor = choose_floor(choice.payload)
rows = accuracy_parameters(experiment)
parameters = (*choice.parameters, *floor, *rows.values())
frame.check_link(parameters)
with st.sidebar:
    study = study_named(control(rows["study"]))
    compared = control(rows["compared"], idle="" if study.has_curves else "No curves are drawn.")
    map_method = control(rows["map_method"], idle="" if study.has_map else "No map is drawn.")
    slow = control(rows["slow_methods"])
    epsilon, hidden = (
        control(rows[name], idle="" if study.has_privacy else NO_SECRETS)
        for name in ("epsilon", "hidden_scans")
    )

# the methods, which the verdict needs
methods = jobs.methods_job(experiment, slow=slow)
table = method_table(methods.results, experiment)
frame.verdict(
    accuracy_sentence(table, held_out=experiment.held_out)
    + sets_words(experiment, table)
    + floor_words(choice.payload),
    [
        (experiment.origin, experiment.origin),
        counted(experiment.test.n_scans, "test scan"),
        counted(len(methods.results), "method"),
        "CPU",
    ],
)

# the study
try:
    study.show(experiment, Tried(methods, table, compared, map_method, float(epsilon), int(hidden)))
except KernelscopeError as error:
    show_error(error)
st.caption(
    "What to notice: nothing here was tuned on the test scans, and what uses more than registered "
    f"fingerprints says so. Test scans: {experiment.split}."
)
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
