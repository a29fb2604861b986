"""The part of the live page that is painted again and again: buttons, map, levels, numbers."""

import math
import time

import numpy as np
import pandas as pd
import streamlit as st

from components.badges import badge
from components.charts import show_reading
from components.csv_export import to_csv
from components.live.canvas_components import level_bars, live_map
from components.live.floor_data import floor_key
from components.live.frame_data import frame_data, model_colours
from components.live.loop_holder import end_loop, restart_loop
from components.play_button import Side, play_button
from components.text import as_plain_html, as_plain_text, distinct_labels
from core.inference.live import LiveLoop, LiveModel, LiveState, PhoneState
from core.localization.experiment import Experiment

PAINT_EVERY_S = 0.22
STEP_WAIT_S = 0.3


def show_live_view(experiment: Experiment, loop: LiveLoop, models: list[LiveModel]) -> None:
    """Painted four to five times a second while the loop runs, once while it stands still."""
    moving = loop.alive and not loop.paused
    fragment = st.fragment(_paint, run_every=PAINT_EVERY_S if moving else None)
    fragment(experiment, loop, models, moving)


def _paint(experiment: Experiment, loop: LiveLoop, models: list[LiveModel], moving: bool) -> None:
    loop.keep_alive()
    if moving and not loop.alive:
        st.rerun()
    with st.container(key="live_steady"):
        _picture(experiment, loop, models)


def _picture(experiment: Experiment, loop: LiveLoop, models: list[LiveModel]) -> None:
    # The map stands above what moves it, and is drawn last.
    above, controls = st.container(), st.container()
    state = loop.state
    with controls:
        _buttons(loop)
        phone = _phone_in_view(state)
        st.markdown(live_sentence(state, phone, [model.title for model in models]))
    frame = frame_data(
        floor_key(experiment), state, phone, models[0].grid_m, [model.title for model in models]
    )
    picture, side = above.columns([0.68, 0.32], gap="medium")
    with picture:
        with st.container(key="fold-live_map"):
            live_map(frame)
        _legend(models, state, phone)
        show_reading("live_map")
    with side:
        _numbers(state, models)
    if phone is not None:
        st.caption(f"Levels in the window, dBm ({_heard(phone)} of {len(phone.fingerprint_dbm)})")
        levels = [None if math.isnan(v) else float(v) for v in phone.fingerprint_dbm]
        level_bars(list(models[0].beacon_ids), levels)
    _troubles(state)


def _buttons(loop: LiveLoop) -> None:
    """They act in callbacks, so that a click which meets a tick of the picture is not lost."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if not loop.alive:
            if st.button(
                "Start",
                icon=":material/play_arrow:",
                key="live_start",
                help="Restart.",
                on_click=restart_loop,
            ):
                st.rerun()
            return
        resume, pause = (
            Side("Resume", "play_arrow", loop.resume),
            Side("Pause", "pause", loop.pause),
        )
        if play_button("live", resume if loop.paused else pause, "Hold the picture, or resume."):
            st.rerun()
        st.button(
            "Step",
            icon=":material/skip_next:",
            key="live_step",
            disabled=not loop.paused,
            help="While paused: advance to the next reading.",
            on_click=_step,
            args=(loop,),
        )
        if st.button(
            "Stop",
            icon=":material/stop:",
            key="live_stop",
            help="End the loop and close the source; nothing keeps running in the background.",
            on_click=end_loop,
        ):
            st.rerun()
        _record(loop)


def _step(loop: LiveLoop) -> None:
    before, end_s = loop.state.n_ticks, time.monotonic() + STEP_WAIT_S
    loop.step()
    while loop.state.n_ticks == before and time.monotonic() < end_s:
        time.sleep(0.01)


def _record(loop: LiveLoop) -> None:
    loop.recording.on = st.toggle(
        "Record",
        key="live_record",
        help="Keep the readings of this stream, at most 200,000, to play them again later.",
    )
    if len(loop.recording):
        st.download_button(
            f"Recording ({len(loop.recording):,})",
            loop.recording.to_csv,
            file_name="kernelscope-recording.csv",
            mime="text/csv",
            on_click="ignore",
            type="tertiary",
            key="live_recording_csv",
        )


def _phone_in_view(state: LiveState) -> PhoneState | None:
    names = sorted(phone.phone for phone in state.phones)
    if len(names) > 1:
        chosen = st.selectbox(
            "Phone", names, key="live_phone", help="Whose heat, rings and levels are shown."
        )
        return state.phone(chosen)
    return state.phone(None)


def live_sentence(state: LiveState, phone: PhoneState | None, titles: list[str]) -> str:
    """Where the phone in view is, from the numbers alone."""
    if state.health.state in ("lost", "waiting"):
        health = state.health
        return f"{badge(health.state, health.state)} {as_plain_text(health.message)}"
    if phone is None:
        return "No phone is heard yet."
    parts = []
    for title, fix in zip(titles, phone.fixes, strict=True):
        name = f"{as_plain_text(title)}: " if len(titles) > 1 else ""
        if fix.problem:
            parts.append(f"{name}**{as_plain_text(fix.problem)}**")
            continue
        x, y = fix.position_m
        where = f"{name}**({x:.1f}, {y:.1f}) m**"
        if math.isfinite(fix.error_m):
            where += f", {fix.error_m:.1f} m off"
        parts.append(where)
    who = as_plain_text(phone.phone, longest=40)
    return f"Now, {who}{' at' if len(titles) == 1 else ':'} " + "; ".join(parts) + "."


def _legend(models: list[LiveModel], state: LiveState, phone: PhoneState | None) -> None:
    words = [
        f'<span style="color:{colour}">●</span> {as_plain_html(model.title)}'
        for model, colour in zip(models, model_colours(), strict=False)
    ]
    if phone is not None and phone.truth_m is not None:
        words.append("× true position")
    words += ["heat: places that vote", "rings: 50% and 90% if normal"]
    st.html(f'<p style="font-size:0.85rem;opacity:0.85;margin:0">{" · ".join(words)}</p>')


def _numbers(state: LiveState, models: list[LiveModel]) -> None:
    columns = {}
    for model, median_m in zip(models, state.median_error_m, strict=False):
        latency = model.runner.latency.summary()
        columns[as_plain_text(model.title)] = [
            f"{latency.p50_ms:.2f} ms",
            f"{latency.p99_ms:.2f} ms",
            model.runner.device.upper(),
            f"{median_m:.2f} m" if math.isfinite(median_m) else "–",
        ]
    rows = ["One fix, median", "One fix, 99%", "Runs on", f"Median error, {state.n_errors:,} s"]
    st.table(pd.DataFrame(columns, index=pd.Index(rows, name="Now")), border="horizontal")
    st.caption(
        f"Loop {state.rate_hz:.0f} Hz · {state.health.n_received:,} readings · "
        f"{state.health.n_dropped:,} dropped (the newest win)"
    )


def _troubles(state: LiveState) -> None:
    words = [f"{count:,} × {name}" for name, count in (*state.health.ignored, *state.troubles)]
    if words:
        st.caption("Readings not used: " + ", ".join(as_plain_text(word) for word in words) + ".")
    if state.unknown_beacons:
        labels = distinct_labels(state.unknown_beacons[:8], longest=24)
        names = ", ".join(as_plain_text(label) for label in labels)
        st.caption(f"Not in the survey: {names}{' …' if len(state.unknown_beacons) > 8 else ''}.")
    if state.message:
        st.warning(as_plain_text(state.message), icon=":material/warning:")


def _heard(phone: PhoneState) -> int:
    return int(np.isfinite(phone.fingerprint_dbm).sum())


def live_table(state: LiveState) -> pd.DataFrame:
    """The present of every phone and model, for the download."""
    rows = [
        {
            "phone": phone.phone,
            "model": fix.model,
            "time_s": fix.time_s,
            "x_m": fix.position_m[0],
            "y_m": fix.position_m[1],
            "error_m": fix.error_m,
        }
        for phone in state.phones
        for fix in phone.fixes
    ]
    return pd.DataFrame(rows, columns=["phone", "model", "time_s", "x_m", "y_m", "error_m"])


def live_csv(loop: LiveLoop) -> bytes:
    """The same as CSV."""
    return to_csv(live_table(loop.state))
