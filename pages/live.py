"""Live: a phone followed as its radio is heard, by a model that could run anywhere."""

from functools import partial

import streamlit as st

from components.closed_tabs import tab_is_closed
from components.controls import control
from components.failures import show_error
from components.link_state import note_lost_upload
from components.live.canvas_components import live_floor
from components.live.choice import choose_models
from components.live.floor_data import floor_data
from components.live.live_verdict import live_badges, live_verdict
from components.live.live_view import live_csv, show_live_view
from components.live.loop_holder import current_loop, set_speed, stop_loop
from components.live.own_model import own_model
from components.live.parameters import live_parameters
from components.live.sources import choose_source, source_named
from components.localization.floor_choice import choose_floor
from components.localization.survey_choice import choose_survey
from components.page_frame import Download, begin_page, how_this_works
from core.errors import KernelscopeError
from core.inference.live import LiveLoop

frame = begin_page("live", "Where is the phone right now?")

# the data and the parameters
with st.sidebar:
    choice = choose_survey(frame)
    experiment, floor = choose_floor(choice.payload)
mine = own_model()
rows = live_parameters(experiment, own=None if mine is None else mine.listed(experiment))
parameters = (*choice.parameters, *floor, *rows.values())
note_lost_upload(rows["live_model"], what="a model")
frame.check_link(parameters)
try:
    with st.sidebar:
        st.subheader("Stream", anchor=False)
        kind = control(rows["live_source"])
        pose = control(
            rows["live_pose"], idle="" if source_named(kind).held else "Nobody holds this phone."
        )
        source = choose_source(experiment, kind, pose)
        speed = control(
            rows["live_speed"], idle="" if source_named(kind).plays else "It comes as it comes."
        )
        window_s = control(rows["live_window"])
        st.subheader("Model", anchor=False)
        chosen = {name: control(rows[f"live_{name}"]) for name in ("model", "compare", "device")}
        tracker = control(rows["live_tracker"])
        rate_hz = control(rows["live_rate"])

    # the computation
    models = choose_models(experiment, **chosen, tracker=tracker)
    loop = None
    if source.make is None:
        stop_loop()
    else:
        make_source = source.make
        key = (experiment.key, source.key, *chosen.items(), tracker, window_s, rate_hz)
        loop = current_loop(
            key,
            lambda: LiveLoop(
                make_source(),
                models,
                window_s=window_s,
                rate_hz=rate_hz,
                nobody_waits=tab_is_closed(),
            ),
        )
        set_speed(loop, speed)
except KernelscopeError as error:
    stop_loop()
    show_error(error)
    frame.actions(parameters)
    st.stop()

# the verdict
frame.verdict(
    live_verdict(models[0], rate_hz),
    live_badges(experiment, loop.source if loop else None, models[0]),
)

# the pictures
downloads = []
if loop is None:
    st.info(source.note, icon=":material/sensors:")
else:
    fixes = partial(live_csv, loop)
    downloads = [Download("Fixes right now (CSV)", "kernelscope-fixes.csv", "text/csv", fixes)]
    live_floor(floor_data(experiment, models[0].grid_m))
    show_live_view(experiment, loop, models)
st.caption(
    "What to notice: the dot lags behind the cross, and the rings say how far off it may be. "
    f"Choose {'another way of holding the phone, or ' if source_named(kind).held else ''}another "
    "tracker *Along the walk*, and compare."
)
how_this_works("live")
frame.actions(
    parameters,
    downloads,
    {"data": experiment.key, "origin": experiment.origin, "device": models[0].runner.device},
)
