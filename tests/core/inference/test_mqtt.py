"""MQTT: mappings of messages, and a real broker that is killed and started again."""

import json
import shutil
import subprocess
import threading

import pytest

from core.errors import ParameterError
from core.inference.live import Broker, MqttMapping, MqttSource, Reading
from core.inference.live.mqtt import PASSWORD, TLS, TLS_AUTHORITY, USER
from core.inference.live.mqtt_mapping import ESPRESENSE, OPEN_MQTT_GATEWAY, PHONE_APP, PRESETS
from tests.core.inference.broker import Mosquitto, find_broker, search_path
from tests.core.inference.waiting import wait_until

# As these projects publish them, shortened; the numbers are made up.
ESPRESENSE_MESSAGE = (
    "espresense/devices/irk:1234/kitchen",
    {"mac": "5a1b", "id": "irk:1234", "rssi@1m": -71, "rssi": -77.42, "raw": 1.9, "distance": 1.8},
)
GATEWAY_MESSAGE = (
    "home/OMG_Lobby/BTtoMQTT/45F68A7686C5",
    {"id": "45:F6:8A:76:86:C5", "mac_type": 0, "rssi": -55, "txpower": 12, "distance": 0.49},
)


@pytest.fixture
def mosquitto(tmp_path):
    program = find_broker()
    if program is None:
        pytest.skip("no mosquitto here: install it, or name it in the variable MOSQUITTO")
    broker = Mosquitto(program, tmp_path)
    yield broker
    broker.kill()


@pytest.fixture
def publish(mosquitto):
    import paho.mqtt.client as mqtt

    def send(*messages):
        client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
        client.connect("127.0.0.1", mosquitto.port)
        client.loop_start()
        for topic, payload in messages:
            data = payload if isinstance(payload, bytes) else json.dumps(payload)
            client.publish(topic, data, qos=1).wait_for_publish(5)
        client.disconnect()
        client.loop_stop()

    return send


@pytest.mark.parametrize(
    ("mapping", "message", "expected"),
    [
        (ESPRESENSE, ESPRESENSE_MESSAGE, ("irk:1234", "kitchen", -77.42)),
        (OPEN_MQTT_GATEWAY, GATEWAY_MESSAGE, ("45:F6:8A:76:86:C5", "OMG_Lobby", -55.0)),
        (PHONE_APP, ("phones/anna/heard", {"beacon": "B7", "rssi": -60}), ("anna", "B7", -60.0)),
    ],
)
def test_known_messages_are_understood(mapping, message, expected):
    topic, payload = message
    assert mapping.reading(topic, json.dumps(payload).encode(), 2.0) == Reading(2.0, *expected)


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (b"not json", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 15_000, "not JSON"),
        (b'{"rssi": ' + b"1" * 30_000 + b"}", "too large"),
        (b'{"distance": 2}', "not found"),
        (b'{"rssi": null}', "not found"),
        (b'{"rssi": true}', "not found"),
        (b'{"rssi": "loud"}', "not a number"),
        (b"[]", "not found"),
    ],
)
def test_strange_payloads_are_a_reason_and_never_an_error(payload, said):
    assert said in ESPRESENSE.reading("espresense/devices/a/b", payload, 0.0)


def test_levels_that_are_no_levels_are_ignored_with_a_count():
    source = MqttSource(Broker(), ESPRESENSE)
    for level in (b"NaN", b"1e999", b"127", b"0"):
        reading = ESPRESENSE.reading("espresense/devices/a/b", b'{"rssi": ' + level + b"}", 0.0)
        source._put(reading)
    assert source.take() == []
    assert source.health.ignored[0][1] == 4


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"topic": ""}, "topic filter"),
        ({"topic": "a/b#"}, "topic filter"),
        ({"topic": "a/#/b"}, "topic filter"),
        ({"phone": "rssi"}, "topic:2 for a part"),
        ({"beacon": "topic:x"}, "is a number"),
    ],
)
def test_a_mapping_that_cannot_work_says_so(changes, said):
    parts = {"topic": "a/+", "phone": "topic:1", "beacon": "field:b", "rss": "field:r"} | changes
    with pytest.raises(ParameterError, match=said):
        MqttMapping(**parts).check()


def test_the_presets_can_work():
    for mapping in (preset.mapping for preset in PRESETS.values()):
        mapping.check()


@pytest.mark.parametrize("host", ["", "http://x/y", "a b", "x" * 300])
def test_a_broker_needs_a_name(host):
    with pytest.raises(ParameterError, match="host name"):
        MqttSource(Broker(host), ESPRESENSE)


def test_secrets_come_from_the_environment_and_are_never_shown(monkeypatch):
    monkeypatch.setenv(USER, "anna")
    monkeypatch.setenv(PASSWORD, "hunter2")
    monkeypatch.setenv(TLS, "1")
    broker = Broker("broker.example", 8883)
    assert (broker.user, broker.password, broker.tls) == ("anna", "hunter2", True)
    assert "hunter2" not in repr(broker)
    assert "anna" not in repr(broker)


def test_a_missing_certificate_authority_is_named(monkeypatch):
    monkeypatch.setenv(TLS, "1")
    monkeypatch.setenv(TLS_AUTHORITY, "/nowhere/ca.pem")
    with pytest.raises(ParameterError, match=TLS_AUTHORITY):
        MqttSource(Broker("127.0.0.1", 1), ESPRESENSE).start()


# paho-mqtt leaves the socket of a failed handshake to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_tls_to_a_broker_without_it_is_lost_not_plain(mosquitto, monkeypatch):
    mosquitto.start()
    monkeypatch.setenv(TLS, "1")
    source = MqttSource(Broker(port=mosquitto.port), ESPRESENSE)
    source.start()
    wait_until(lambda: source.health.state == "lost")
    source.stop()


def test_no_broker_is_said_and_stopping_ends_every_thread():
    before = threading.active_count()
    source = MqttSource(Broker("127.0.0.1", 1), ESPRESENSE)
    source.start()
    wait_until(lambda: source.health.state == "lost")
    assert "trying again" in source.health.message
    source.stop()
    assert source.health.state == "stopped"
    wait_until(lambda: threading.active_count() <= before)


def test_real_messages_arrive_from_a_real_broker(mosquitto, publish):
    mosquitto.start()
    source = MqttSource(Broker(port=mosquitto.port), ESPRESENSE)
    source.start()
    wait_until(lambda: source.health.state == "running")
    publish(
        ESPRESENSE_MESSAGE,
        ("espresense/devices/ben/hall", {"rssi": -60}),
        ("espresense/devices/ben/hall", b"garbage"),
        GATEWAY_MESSAGE,
    )
    wait_until(lambda: source.health.n_received >= 3)
    assert {reading.phone for reading in source.take()} == {"irk:1234", "ben"}
    assert source.health.ignored == (("payload is not JSON", 1),)
    source.stop()


def test_a_broker_that_dies_and_comes_back_is_found_again(mosquitto, publish):
    mosquitto.start()
    source = MqttSource(Broker(port=mosquitto.port), OPEN_MQTT_GATEWAY)
    source.start()
    wait_until(lambda: source.health.state == "running")
    mosquitto.kill()
    wait_until(lambda: source.health.state == "lost")
    mosquitto.start()
    wait_until(lambda: source.health.state == "running", seconds=20)
    publish(GATEWAY_MESSAGE)
    wait_until(lambda: source.health.n_received == 1)
    assert source.take()[0].beacon_id == "OMG_Lobby"
    source.stop()


@pytest.fixture
def guarded(mosquitto, tmp_path):
    """The broker, which lets only anna in."""
    password_file = tmp_path / "passwords"
    tool = shutil.which("mosquitto_passwd", path=search_path())
    if tool is None:
        pytest.skip("no mosquitto_passwd here")
    subprocess.run([tool, "-b", "-c", str(password_file), "anna", "hunter2"], check=True)
    password_file.chmod(0o644)
    tmp_path.chmod(0o755)
    mosquitto.more_settings = f"allow_anonymous false\npassword_file {password_file}\nuser root\n"
    mosquitto.start()
    return mosquitto


class Listener(MqttSource):
    """A source that remembers all it said."""

    def __init__(self, port):
        super().__init__(Broker(port=port), ESPRESENSE)
        self.said = []

    def _say(self, state, message):
        super()._say(state, message)
        self.said.append((state, message))


@pytest.mark.parametrize(
    ("user", "password"),
    [(None, None), ("anna", None), ("anna", "wrong"), ("ben", "hunter2")],
    ids=["nobody", "no password", "wrong password", "stranger"],
)
def test_a_broker_that_refuses_says_so_and_nothing_else(guarded, monkeypatch, user, password):
    for variable, value in ((USER, user), (PASSWORD, password)):
        if value is not None:
            monkeypatch.setenv(variable, value)
    source = Listener(guarded.port)
    source.start()
    refusal = (
        "lost",
        "The broker refuses the connection: Not authorized. "
        "See KERNELSCOPE_MQTT_USER and KERNELSCOPE_MQTT_PASSWORD.",
    )
    wait_until(lambda: source.said.count(refusal) >= 2, seconds=20)  # it tries again by itself
    source.stop()
    assert source.said[0] == ("waiting", "Connecting to the broker …")
    assert set(source.said[1:-1]) == {refusal}


def test_the_right_password_opens_and_a_broker_that_dies_then_is_gone(guarded, monkeypatch):
    monkeypatch.setenv(USER, "anna")
    monkeypatch.setenv(PASSWORD, "hunter2")
    source = Listener(guarded.port)
    source.start()
    wait_until(lambda: source.health.state == "running")
    guarded.kill()
    wait_until(lambda: source.health.state == "lost")
    assert ("lost", "The broker is gone; reconnecting …") in source.said
    source.stop()


def test_a_broker_that_refuses_first_is_heard_once_it_lets_in_and_gone_when_it_goes(guarded):
    source = Listener(guarded.port)
    source.start()
    wait_until(lambda: "refuses" in source.health.message)
    guarded.kill()
    wait_until(lambda: "No broker answers" in source.health.message, seconds=20)
    guarded.more_settings = "allow_anonymous true\n"
    guarded.start()
    wait_until(lambda: source.health.state == "running", seconds=20)
    guarded.kill()
    wait_until(lambda: ("lost", "The broker is gone; reconnecting …") in source.said)
    source.stop()
