"""Models: what runs live, as files to take away, with their cards, their speed, and your own."""

import streamlit as st

from components.charts import first_screen
from components.controls import control
from components.failures import show_error
from components.live.models.exported import engine_of, exported_model
from components.live.models.parameters import model_parameters
from components.live.models.verdict import models_sentence
from components.live.models.view import models_table, show_benchmark, show_card
from components.live.own_model_panel import show_own_model
from components.localization.floor_choice import choose_floor
from components.localization.survey_choice import choose_survey
from components.page_frame import begin_page, how_this_works
from core.errors import KernelscopeError

frame = begin_page("models", "What does a model cost, and how exact is it?")

# the data and the parameters
with st.sidebar:
    choice = choose_survey(frame)
    experiment, floor = choose_floor(choice.payload)
rows = model_parameters(experiment)
parameters = (*choice.parameters, *floor, *rows.values())
frame.check_link(parameters)
with st.sidebar:
    chosen = control(rows["models_shown"]) or rows["models_shown"].default
    device = control(rows["models_device"])
    card = control(rows["models_card"])

# the computation
try:
    table = models_table(experiment, chosen, device)
    engine = engine_of(experiment, chosen[0], device)
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()

# the verdict
frame.verdict(
    models_sentence(table),
    [
        (experiment.origin, experiment.origin),
        f"{len(table)} models exported",
        f"{engine.device.upper()}: {engine.reason}",
    ],
)

# the models, one card, the speed
first_screen(35 * (len(table) + 1) + 3, key="models").dataframe(
    table,
    height="stretch",
    hide_index=True,
    alt="One row per model: nodes, size, parity, median time of a fix, device",
    column_config={
        "model": "Model",
        "nodes": st.column_config.NumberColumn(
            "steps", help="Nodes of the graph: one for each operation that it takes."
        ),
        "parity": st.column_config.TextColumn(
            "off by", help="The largest difference to the estimator over 64 scans."
        ),
        "runs_on": "runs on",
        "size_kB": st.column_config.NumberColumn("size, kB", format="%.0f"),
        "p50_ms": st.column_config.NumberColumn("one fix, ms", format="%.3f"),
        "fit_s": st.column_config.NumberColumn("fit, s", format="%.2f"),
        "export_s": st.column_config.NumberColumn("export, s", format="%.2f"),
    },
)
st.caption(
    "What to notice: a model is the estimator and its registered places in one file. It is "
    "compared with the estimator at every export, and the difference is written into it."
)
exported = exported_model(experiment, card)
st.subheader(f"Card: {exported.title}", anchor=False)
show_card(experiment, exported)
st.subheader("Speed on this machine", anchor=False)
show_benchmark(experiment, chosen, device)
st.subheader("A model of your own", anchor=False)
show_own_model(experiment)
how_this_works("models")
frame.actions(parameters, (), {"data": experiment.key, "origin": experiment.origin})
