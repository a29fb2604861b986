"""A live source is a file with its controls: a new one, in a copy of the program, is followed."""

from tests.toy_rows import copied

SOURCE = '''
"""A phone that stands beside one beacon."""

import time

from core.inference.live.reading import Reading
from core.inference.live.source import Source


class StandingPhone(Source):
    title = "Standing phone"
    origin = "simulated"

    def __init__(self, beacon_id):
        super().__init__()
        self._beacon_id = beacon_id

    def start(self):
        self._say("running", "Standing.")

    def stop(self):
        self._say("stopped", "Gone.")

    def now_s(self):
        return time.monotonic()

    def take(self):
        self._put(Reading(self.now_s(), "phone", self._beacon_id, -50.0))
        return super().take()
'''
ROW = '''
"""A phone that stands beside one beacon."""

import streamlit as st

from components.live.sources.source_kind import SourceChoice, SourceKind
from core.inference.live.standing import StandingPhone


def _choose(experiment, pose):
    beacon = st.selectbox("Stands at", experiment.survey.beacon_ids.tolist(), key="live_stands")
    return SourceChoice(("standing", beacon), lambda: StandingPhone(beacon))


ROW = SourceKind("standing", "Toy: standing phone", _choose)
'''
PAGE = """
import time
from streamlit.testing.v1 import AppTest

app = AppTest.from_file("components/shell.py", default_timeout=600).run()
app.switch_page("../pages/live.py")
app.query_params["live_source"] = "standing"
app.run()
loop = app.session_state["live_loop"][1]
try:
    assert not app.error and not app.exception
    assert app.selectbox(key="live_source").options[-1] == "Toy: standing phone"
    assert app.selectbox(key="live_source").value == "standing"
    assert app.selectbox(key="live_stands")
    assert app.selectbox(key="live_pose").disabled and app.slider(key="live_speed").disabled
    end = time.monotonic() + 30
    while not loop.state.phones and time.monotonic() < end:
        time.sleep(0.05)
    assert loop.state.phones[0].phone == "phone"
    assert loop.source.title == "Standing phone"
    loop.pause()  # what is heard as it comes has no clock
    loop.step()
    loop.resume()
    assert not loop.paused
finally:
    loop.stop()
assert loop.source.health.state == "stopped"
"""


def test_a_source_in_one_new_file_with_its_name_is_offered_and_followed(tmp_path):
    program = copied(
        tmp_path,
        {
            "core/inference/live/standing.py": SOURCE,
            "components/live/sources/standing.py": ROW,
        },
        {"components/live/sources/__init__.py": ('"bluetooth")', '"bluetooth", "standing")')},
    )
    program.run(PAGE)
