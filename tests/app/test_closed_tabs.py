"""Work ends with its tab: what the real server still computes for a tab that is closed."""

import io
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from core.parallel import available_workers
from tests.app.watched_process import ROOT
from tests.app.websocket_visitor import Tab, visit, wait_for_server
from tests.every_page import thorough

# The app, with custom shapes of more points than its own bounds allow.
SERVER = """
import sys
from dataclasses import replace
sys.path.insert(0, {root!r})
from core.datasets.generators.recipes import RECIPES
for key, recipe in list(RECIPES.items()):
    rows = {{
        name: replace(row, maximum={most}) if name == "n_points" else row
        for name, row in recipe.parameters.items()
    }}
    RECIPES[key] = replace(recipe, parameters=rows)
from streamlit.web.cli import main
main(["run", {app!r}, "--server.headless", "true", "--server.port", "{port}"])
"""
MOST_POINTS = 30_000
LONGEST_S = 3.0
LOOKS, BETWEEN_S, MAY_BE_BUSY = 30, 0.05, 3
FOREVER_S = 300
ROLL = "data=make_swiss_roll&swiss_roll_points={}&swiss_roll_dimensions=3"
GRAPH = "graph=model_planted&model_nodes={}"
# A page, a link to work of a minute and more, and words that it says while at it: a fit in steps, a
# library's fit in a process of its own, a job in a thread, and one that draws as it goes.
LONG_WORK = (
    ("map", ROLL.format(MOST_POINTS), "Drawing the map"),
    thorough("side-by-side", f"{ROLL.format(3000)}&methods=heat", "Heat geodesics: "),
    ("side-by-side", f"{ROLL.format(5000)}&methods=tsne", "t-SNE: "),
    thorough("is-it-true", f"{ROLL.format(2500)}&seeds=10", "seed"),
    # That of "study=settings" is the same job, and too short to be seen going on.
    ("how-good", "slow_methods=true", "Random forest"),
    thorough("how-good", "", "Left-out places"),
    thorough("leaderboard", f"{GRAPH.format(300)}&grid=50", "Katz"),
    ("tournament", f"{GRAPH.format(100)}&n_graphs=20&grid=25", "graphs are done"),
    thorough("memorise", "learned=1500&memorise_axes=32", "Training at noise"),
    thorough("who-is-right", "n=5000&d=200&queries=50", "asking"),
)
# A page, the shape of a table of one's own that it works on for long, and what it says.
OWN_WORK = (
    ("your-data", (5_000, 60), "summing the kernel"),
    thorough("one-graph", (3_000, 3), "kernel of"),
    thorough("one-graph", (12_000, 3), "eigenvectors"),
    thorough("one-graph", (240, 3), "shuffled graph"),
    thorough("two-dimensions", (5_000, 2), "summing the kernel"),
    thorough("from-a-few-nodes", (3_900, 3), "kernel of"),
)
BY_BUTTON = "It waits for its button, and looks at every step whether anybody waits."
# The file of every job → the page above on which it is left alone, or why it is on none.
JOBS = {
    "components/density/local_kernels.py": "your-data",
    "components/density/memorise/job.py": "memorise",
    "components/density/mixture_panel.py": BY_BUTTON,
    "components/density/phase/further/energy.py": BY_BUTTON,
    "components/density/plane_job.py": "two-dimensions",
    "components/density/scan/job.py": "your-data",
    "components/density/who_is_right/job.py": "who-is-right",
    "components/embedding/along/job.py": "map",
    "components/embedding/groups/panel.py": "It looks at every half whether anybody waits.",
    "components/embedding/heat/job.py": "map",
    "components/embedding/seed_job.py": "is-it-true",
    "components/embedding/side/maps.py": "side-by-side",
    "components/graphs/baseline_view.py": "It waits for its button above 1,000 nodes.",
    "components/graphs/few_nodes/results.py": "from-a-few-nodes",
    "components/graphs/large_graph_view.py": "one-graph",
    "components/graphs/no_truth_view.py": "one-graph",
    "components/graphs/one_graph/exact.py": "It waits for its button where it takes over a second.",
    "components/graphs/one_graph/jobs.py": "one-graph",
    "components/graphs/sweep_jobs.py": "leaderboard",
    "components/graphs/tournament/jobs.py": "tournament",
    "components/graphs/tournament/rivals.py": "It looks at every graph whether anybody waits.",
    "components/live/models/view.py": "It waits for its button, and then takes a few seconds.",
    "components/localization/accuracy/jobs.py": "how-good",
    "components/localization/accuracy/map_size.py": "It looks at every step whether anybody waits.",
    "components/localization/accuracy/private_copy.py": BY_BUTTON,
    "components/localization/beacons/change.py": BY_BUTTON,
    "components/localization/beacons/next_beacon.py": BY_BUTTON,
    "components/localization/radio_map/gap_panel.py": BY_BUTTON,
    "components/localization/recommended.py": "how-good",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The process of the app and its port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    given = {"root": str(ROOT), "app": str(ROOT / "app.py"), "port": port, "most": MOST_POINTS}
    (folder / "server.py").write_text(SERVER.format(**given))
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, str(folder / "server.py")],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for_server(port, lambda: process.poll() is None)
        yield psutil.Process(process.pid), port
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.skipif(sys.platform != "linux", reason="the state of threads is read from /proc")
@pytest.mark.parametrize(("page", "link", "words"), LONG_WORK)
def test_a_page_that_nobody_sees_any_more_computes_nothing(server, page, link, words):
    with visit(server[1]) as tab:
        leave_at_work(server, tab, page, link, words)


@pytest.mark.skipif(sys.platform != "linux", reason="the state of threads is read from /proc")
@pytest.mark.parametrize(("page", "shape", "words"), OWN_WORK)
def test_nor_does_one_on_data_of_ones_own(server, page, shape, words):
    table = io.BytesIO()
    np.save(table, np.random.default_rng(0).normal(size=shape))
    with visit(server[1]) as tab:
        tab.open("data")
        tab.upload("mine.npy", table.getvalue(), into="data_files")
        list(tab.said())
        tab.press("Keep it")
        list(tab.said())
        leave_at_work(server, tab, page, "", words)


def test_every_job_is_left_alone_on_some_page_or_says_why_not():
    calls = {
        path.relative_to(ROOT).as_posix()
        for folder in ("components", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\brun_job\(", path.read_text(encoding="utf-8"))
    }
    assert calls - {"components/jobs.py"} == JOBS.keys()
    rows = [getattr(case, "values", case) for case in (*LONG_WORK, *OWN_WORK)]
    pages = {row[0] for row in rows}
    assert all(where in pages or where.endswith(".") for where in JOBS.values())


def leave_at_work(server: tuple[psutil.Process, int], tab: Tab, page: str, link: str, words: str):
    """Close the tab when its page says these words; the work must end soon."""
    process, _ = server
    tab.ask(page, link)
    next(text for text in tab.said() if words in text)
    before_s = processor_s(process)
    assert not at_rest(process), "the page is at work"
    tab.close()
    until = time.monotonic() + FOREVER_S
    while not at_rest(process):
        assert time.monotonic() < until, "the work goes on"
    used_s = processor_s(process) - before_s
    assert used_s < LONGEST_S * available_workers(), f"{used_s:.1f} s of processor time"


@pytest.mark.skipif(sys.platform != "linux", reason="the state of threads is read from /proc")
def test_work_that_two_tabs_watch_ends_with_the_second(server):
    process, port = server
    page, link, words = "side-by-side", f"{ROLL.format(5100)}&methods=tsne", "t-SNE: "
    with visit(port) as second:
        with visit(port) as first:
            for tab in (first, second):
                tab.ask(page, link)
                next(text for text in tab.said() if words in text)
        time.sleep(LONGEST_S)
        assert not at_rest(process), "the second tab is open"
    before_s = processor_s(process)
    until = time.monotonic() + FOREVER_S
    while not at_rest(process):
        assert time.monotonic() < until, "the work goes on"
    assert processor_s(process) - before_s < LONGEST_S * available_workers()


@pytest.mark.skipif(sys.platform != "linux", reason="the state of threads is read from /proc")
def test_stop_ends_the_work_for_who_presses_it_and_for_all_when_all_have(server):
    process, port = server
    link, words = ROLL.format(MOST_POINTS - 1), "Drawing the map"
    with visit(port) as first, visit(port) as second:
        for tab in (first, second):
            tab.ask("map", link)
            hear(tab, words)
        first.press("Stop")
        hear(first, "This is how far the map got")
        assert not at_rest(process), "the second waits"
        hear(second, words)
        before_s = processor_s(process)
        second.press("Stop")
        hear(second, "This is how far the map got")
        until = time.monotonic() + FOREVER_S
        while not at_rest(process):
            assert time.monotonic() < until, "the work goes on"
        assert processor_s(process) - before_s < 2 * LONGEST_S * available_workers()


@pytest.mark.skipif(sys.platform != "linux", reason="the state of threads is read from /proc")
def test_a_refresh_finds_the_map_that_is_being_drawn_instead_of_beginning_another(server):
    process, port = server
    link, late = ROLL.format(MOST_POINTS - 2), "Drawing the map: map"
    with visit(port) as tab:
        tab.ask("map", link)
        next(text for text in tab.said() if late in text)
        tab.close()
        with visit(port) as again:
            again.ask("map", link)
            first = next(text for text in again.said() if "Drawing the map" in text)
            assert late in first, "its neighbours are not looked for a second time"
    until = time.monotonic() + FOREVER_S
    while not at_rest(process):
        assert time.monotonic() < until, "the work goes on"


def hear(tab: Tab, words: str) -> None:
    """Read on until the page says this, in this run or in one that follows it."""
    for _ in range(5):
        if any(words in text for text in tab.said()):
            return
    raise AssertionError(f"The page never says {words}")


def test_a_job_outlives_the_tab_that_began_it_and_opens_at_once_for_a_third(server):
    _, port = server
    page, link, words = "how-good", "study=settings", "settings tried"
    with visit(port) as second:
        with visit(port) as first:
            for tab in (first, second):
                tab.ask(page, link)
                next(text for text in tab.said() if words in text)
        said = list(second.said())
    with visit(port) as third:
        third.ask(page, link)
        opened = list(third.said())
    result = [text for text in said if "settings, from" in text]
    assert result
    assert [text for text in opened if "settings, from" in text] == result
    assert not [text for text in opened if words in text], "nothing is computed again"


def family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def processor_s(process: psutil.Process) -> float:
    """What the server and its children have used so far; of ended children, what they left."""
    used = process.cpu_times()
    now = [child.cpu_times() for child in process.children(recursive=True)]
    return sum(one.user + one.system for one in (used, *now)) + (
        used.children_user + used.children_system
    )


def at_rest(process: psutil.Process) -> bool:
    """Whether no thread wants a processor, whoever has them: the machine may be busy otherwise."""
    busy = 0
    for _ in range(LOOKS):
        busy += any(_wants_a_processor(each) for each in family(process))
        if busy > MAY_BE_BUSY:
            return False
        time.sleep(BETWEEN_S)
    return True


def _wants_a_processor(process: psutil.Process) -> bool:
    try:
        tasks = list(Path(f"/proc/{process.pid}/task").iterdir())
        states = [(task / "stat").read_text().rpartition(")")[2].split()[0] for task in tasks]
    except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
        return False
    return "R" in states
