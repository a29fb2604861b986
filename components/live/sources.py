"""The source that the visitor chose, and the few fields that some sources need."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import streamlit as st

from components.live.parameters import SIMULATED
from core.datasets.simulation.building import SPARSE_BEACONS, Building, draw_building
from core.errors import ParameterError
from core.inference.live import (
    BluetoothSource,
    Broker,
    CsvTail,
    MqttMapping,
    MqttSource,
    ReplaySource,
    SimulatedWalker,
    Source,
    bluetooth_available,
    live_files,
    read_readings,
    timeline_of_readings,
    timeline_of_scans,
)
from core.inference.live.csv_tail import FOLDER_VARIABLE
from core.inference.live.mqtt import PASSWORD, TLS, USER
from core.inference.live.mqtt_mapping import PRESETS
from core.localization.experiment import Experiment, walk_order

_PRESET_NAMES = {
    "espresense": "ESPresense",
    "openmqttgateway": "OpenMQTTGateway",
    "phone": "A phone that publishes",
}


@dataclass(frozen=True)
class SourceChoice:
    """``key`` changes when another source must be made, which ``make`` does; ``note`` says what
    is missing when there is nothing to make.
    """

    key: Hashable
    make: Callable[[], Source] | None
    note: str = ""


def choose_source(experiment: Experiment, kind: str, pose: str) -> SourceChoice:
    """Draw the fields of this kind of source in the current container."""
    if kind == "walker":
        return SourceChoice((kind, pose), lambda: SimulatedWalker(_building(experiment.key), pose))
    if kind == "replay":
        return SourceChoice((kind,), lambda: _replay(experiment))
    if kind == "recording":
        return _recording()
    if kind == "mqtt":
        return _mqtt()
    if kind == "csv":
        return _csv()
    available, said = bluetooth_available()
    return SourceChoice((kind,), BluetoothSource if available else None, said)


@st.cache_resource(max_entries=2, show_spinner=False)
def _building(key: str) -> Building:
    """The building that the catalogue's survey was made in: the same seed."""
    n_beacons = None if key == SIMULATED[0] else SPARSE_BEACONS
    return draw_building(n_beacons=n_beacons, random_state=0)


def _replay(experiment: Experiment) -> ReplaySource:
    timeline = timeline_of_scans(experiment.test, walk_order(experiment.test))
    return ReplaySource(timeline, origin=experiment.origin)


def _recording() -> SourceChoice:
    file = st.file_uploader(
        "Recording (CSV)",
        type="csv",
        max_upload_size=25,
        key="live_recording",
        help="A stream that was recorded here: one reading a line, time_s, phone, beacon_id, "
        "rss_dbm.",
    )
    if file is None:
        return SourceChoice(("recording",), None, "Choose a recording in the sidebar.")
    readings = read_readings(file.getvalue(), "The recording")
    timeline = timeline_of_readings(readings)
    return SourceChoice(("recording", file.file_id), lambda: ReplaySource(timeline))


def _csv() -> SourceChoice:
    files = live_files()
    if not files:
        note = (
            f"There is no file to follow. The operator names a folder in {FOLDER_VARIABLE}; CSV "
            "files in it can be followed, no others."
        )
        return SourceChoice(("csv",), None, note)
    name = st.selectbox(
        "File", files, key="live_file", help="New lines of this file are readings as they come."
    )
    return SourceChoice(("csv", name), lambda: CsvTail(name))


def _mqtt() -> SourceChoice:
    with st.form("live_mqtt", border=False):
        preset = st.selectbox(
            "Messages as published by",
            tuple(PRESETS),
            format_func=_PRESET_NAMES.__getitem__,
            key="live_mqtt_preset",
            help="Fills the fields below: which part of a message is phone, beacon and level.",
        )
        host = st.text_input(
            "Broker",
            "127.0.0.1",
            max_chars=253,
            key="live_mqtt_host",
            help="Host name or address of the broker. It is not written into the link.",
        )
        port = st.number_input(
            "Port", 1, 65_535, 1883, key="live_mqtt_port", help="1883, or 8883 with TLS."
        )
        with st.expander("Topic and fields"):
            st.caption(
                "Empty: as the preset has it. topic:2 is a part of the topic, field:rssi a key."
            )
            parts = {
                name: st.text_input(
                    label,
                    placeholder=getattr(PRESETS[preset], name),
                    max_chars=200,
                    key=f"live_mqtt_{name}",
                    help=said,
                )
                for name, label, said in (
                    ("topic", "Topic filter", "What to listen to; + is one part, # all the rest."),
                    ("phone", "Phone", "What tells phones apart."),
                    ("beacon", "Beacon or station", "What the survey calls a beacon."),
                    ("rss", "Level", "Where the level in dBm is."),
                )
            }
        connect = st.form_submit_button("Connect", icon=":material/link:", width="stretch")
    st.caption(
        f"User, password and TLS come from {USER}, {PASSWORD} and {TLS} in the server's "
        "environment; they are never in a link, a download or the log."
    )
    if connect:
        filled = {n: v or getattr(PRESETS[preset], n) for n, v in parts.items()}
        st.session_state["live_mqtt_asked"] = (host.strip(), int(port), tuple(filled.items()))
    asked = st.session_state.get("live_mqtt_asked")
    if asked is None:
        return SourceChoice(("mqtt",), None, "Fill in the broker in the sidebar and connect.")
    host, port, filled_items = asked
    try:
        broker, mapping = Broker(host, port).check(), MqttMapping(**dict(filled_items)).check()
    except ParameterError as error:
        return SourceChoice(("mqtt",), None, str(error))
    return SourceChoice(("mqtt", asked), lambda: MqttSource(broker, mapping))
