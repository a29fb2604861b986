"""Which part of an MQTT message is the phone, the beacon and the level."""

import json
import math
from dataclasses import dataclass

from core.errors import ParameterError
from core.inference.live.reading import Reading

LARGEST_PAYLOAD = 20_000


@dataclass(frozen=True)
class MqttMapping:
    """Where to find things. ``phone``, ``beacon`` and ``rss`` are "topic:2" (the part of the topic
    after so many slashes) or "field:rssi" (a key of the JSON payload, dots go deeper).

    In room presence the stations listen and the phone sends; a station then plays the part of a
    beacon, since its level falls off with the distance all the same.

    >>> ESPRESENSE.reading("espresense/devices/anna/kitchen", b'{"rssi": -61}', 5.0)
    Reading(time_s=5.0, phone='anna', beacon_id='kitchen', rss_dbm=-61.0)
    """

    topic: str
    phone: str
    beacon: str
    rss: str

    def check(self) -> "MqttMapping":
        """ParameterError when the topic filter or a place cannot be understood."""
        parts = self.topic.split("/")
        wrong_wildcard = any(
            (("#" in part or "+" in part) and len(part) > 1) or (part == "#" and i < len(parts) - 1)
            for i, part in enumerate(parts)
        )
        if not self.topic or wrong_wildcard or len(self.topic) > 200:
            raise ParameterError(
                f"The topic filter is {self.topic!r}; parts are separated by slashes, + stands for "
                "one part, # for all the rest at the end."
            )
        for name in ("phone", "beacon", "rss"):
            kind, _, place = getattr(self, name).partition(":")
            if kind not in ("topic", "field") or not place:
                raise ParameterError(
                    f"The place of the {name} is {getattr(self, name)!r}; write topic:2 for a part "
                    "of the topic, or field:rssi for a key of the payload."
                )
            if kind == "topic" and not place.isdigit():
                raise ParameterError(
                    f"{name} is {kind}:{place!r}; the part of a topic is a number."
                )
        return self

    def reading(self, topic: str, payload: bytes, time_s: float) -> Reading | str:
        """The reading in a message, or why there is none."""
        if len(payload) > LARGEST_PAYLOAD:
            return "payload too large"
        try:
            fields = json.loads(payload)
        except (ValueError, RecursionError):
            return "payload is not JSON"
        found = [_find(place, topic, fields) for place in (self.phone, self.beacon, self.rss)]
        if any(value is None for value in found):
            return "phone, beacon or level not found"
        phone, beacon, level = found
        try:
            rss_dbm = float(level)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            return "level is not a number"
        return Reading(time_s, str(phone), str(beacon), rss_dbm if math.isfinite(rss_dbm) else 0.0)


ESPRESENSE = MqttMapping("espresense/devices/+/+", "topic:2", "topic:3", "field:rssi")
OPEN_MQTT_GATEWAY = MqttMapping("home/+/BTtoMQTT/+", "field:id", "topic:1", "field:rssi")
PHONE_APP = MqttMapping("phones/+/heard", "topic:1", "field:beacon", "field:rssi")


@dataclass(frozen=True)
class Preset:
    """A mapping under the name of the program whose messages it fits."""

    title: str
    mapping: MqttMapping


PRESETS = {
    "espresense": Preset("ESPresense", ESPRESENSE),
    "openmqttgateway": Preset("OpenMQTTGateway", OPEN_MQTT_GATEWAY),
    "phone": Preset("A phone that publishes", PHONE_APP),
}


def _find(place: str, topic: str, fields: object) -> object:
    kind, _, name = place.partition(":")
    if kind == "topic":
        parts = topic.split("/")
        return parts[int(name)] if int(name) < len(parts) else None
    value = fields
    for key in name.split("."):
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else None
