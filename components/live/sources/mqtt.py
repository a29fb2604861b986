"""Stations that publish on an MQTT broker, and the fields that say where and what."""

import streamlit as st

from components.live.sources.source_kind import SourceChoice, SourceKind
from core.errors import ParameterError
from core.inference.live import Broker, MqttMapping, MqttSource
from core.inference.live.mqtt import PASSWORD, TLS, USER
from core.inference.live.mqtt_mapping import PRESETS
from core.localization.experiment import Experiment


def _choose(experiment: Experiment, pose: str) -> SourceChoice:
    with st.form("live_mqtt", border=False):
        preset = st.selectbox(
            "Messages as published by",
            tuple(PRESETS),
            format_func=lambda key: PRESETS[key].title,
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
            st.caption("Empty: as in the preset. topic:2 is a part of the topic, field:rssi a key.")
            parts = {
                name: st.text_input(
                    label,
                    placeholder=getattr(PRESETS[preset].mapping, name),
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
        filled = {n: v or getattr(PRESETS[preset].mapping, n) for n, v in parts.items()}
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


ROW = SourceKind("mqtt", "MQTT broker", _choose)
