"""MQTT: stations, gateways or phones publish what they hear to a broker."""

import os
import ssl
import time
from dataclasses import dataclass, field
from typing import Any

from core.errors import ParameterError
from core.inference.live.mqtt_mapping import MqttMapping
from core.inference.live.source import Source

USER, PASSWORD = "KERNELSCOPE_MQTT_USER", "KERNELSCOPE_MQTT_PASSWORD"
TLS, TLS_AUTHORITY = "KERNELSCOPE_MQTT_TLS", "KERNELSCOPE_MQTT_CA"
KEEP_ALIVE_S = 10
RETRY_S = (1, 8)


@dataclass(frozen=True)
class Broker:
    """Where the broker is. What is secret stays in the environment and out of ``repr``."""

    host: str = "127.0.0.1"
    port: int = 1883
    user: str | None = field(default_factory=lambda: os.environ.get(USER), repr=False)
    password: str | None = field(default_factory=lambda: os.environ.get(PASSWORD), repr=False)
    tls: bool = field(default_factory=lambda: os.environ.get(TLS, "") in ("1", "true", "yes"))
    authority_file: str | None = field(
        default_factory=lambda: os.environ.get(TLS_AUTHORITY), repr=False
    )

    def check(self) -> "Broker":
        """ParameterError for a host that is no name and a port out of range."""
        letters = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:_")
        if not self.host or len(self.host) > 253 or not set(self.host) <= letters:
            raise ParameterError(f"The broker is {self.host!r}; write a host name or an address.")
        if not 1 <= self.port <= 65_535:
            raise ParameterError(f"The port is {self.port}; choose between 1 and 65535.")
        return self


class MqttSource(Source):
    """Listens to a topic filter; connects again by itself when the broker was away.

    A reading's time is when it arrived, by this machine's steady clock: stations have none.
    """

    title = "MQTT"
    origin = "measured"

    def __init__(self, broker: Broker, mapping: MqttMapping) -> None:
        super().__init__()
        self._broker, self._mapping = broker.check(), mapping.check()
        self._client: Any = None
        self._refused = False

    def start(self) -> None:
        """Connect in the background; a broker that is not there yet is tried again."""
        if self._client is not None:
            return
        import paho.mqtt.client as mqtt

        client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
        if self._broker.user is not None:
            client.username_pw_set(self._broker.user, self._broker.password)
        if self._broker.tls:
            self._secure(client)
        client.reconnect_delay_set(*RETRY_S)
        client.on_connect = self._on_connect
        client.on_subscribe = self._on_subscribe
        client.on_disconnect = self._on_disconnect
        client.on_connect_fail = self._on_connect_fail
        client.on_message = self._on_message
        self._say("waiting", "Connecting to the broker …")
        client.connect_async(self._broker.host, self._broker.port, KEEP_ALIVE_S)
        client.loop_start()
        self._client = client

    def stop(self) -> None:
        """Disconnect and end the connection's thread."""
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
            client.loop_stop()
        self._say("stopped", "Stopped.")

    def now_s(self) -> float:
        """The machine's steady clock."""
        return time.monotonic()

    def _secure(self, client: Any) -> None:
        try:
            client.tls_set(self._broker.authority_file, tls_version=ssl.PROTOCOL_TLS_CLIENT)
        except (OSError, ValueError, ssl.SSLError):
            raise ParameterError(
                f"The certificate authority that {TLS_AUTHORITY} names cannot be read; name a PEM "
                "file, or unset the variable to use the system's authorities."
            ) from None

    def _on_connect(self, client: Any, data: Any, flags: Any, reason: Any, more: Any) -> None:
        self._refused = reason.is_failure
        if self._refused:
            self._say(
                "lost", f"The broker refuses the connection: {reason}. See {USER} and {PASSWORD}."
            )
            return
        client.subscribe(self._mapping.topic)

    def _on_subscribe(self, client: Any, data: Any, number: int, reasons: Any, more: Any) -> None:
        if any(reason.is_failure for reason in reasons):
            self._say("lost", "The broker does not let this user read that topic.")
        else:
            self._say("running", "Connected.")

    def _on_disconnect(self, client: Any, data: Any, flags: Any, reason: Any, more: Any) -> None:
        # Who refuses hangs up as well; what it said must stay on screen.
        if self._client is not None and not self._refused:
            self._say("lost", "The broker is gone; reconnecting …")

    def _on_connect_fail(self, client: Any, data: Any) -> None:
        self._say("lost", "No broker answers there; trying again …")

    def _on_message(self, client: Any, data: Any, message: Any) -> None:
        found = self._mapping.reading(message.topic, message.payload, time.monotonic())
        if isinstance(found, str):
            self._ignore(found)
        else:
            self._put(found)
