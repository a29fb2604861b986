"""A hundred students answer a poll: how long until all are counted, and what the server works.

    python benchmarks/class_poll.py [--students 100] [--write]

A server of its own, with a workspace of its own. Every student opens the teacher's link in a tab
that looks for the poll every few seconds, as a browser does. Then the teacher asks; each student
answers after some seconds of thought, half of them change their answer, and all keep looking until
the teacher has shown the result. With --write the table beside this script is replaced.
"""

import argparse
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from components.lessons.class_poll import STUDENT_S  # noqa: E402
from components.lessons.shelf import built_in  # noqa: E402
from core.lessons import Classrooms, Lesson  # noqa: E402
from tests.app.websocket_visitor import Tab, visit, wait_for_server  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
LESSON, PAGE, STEP = "glass-transition", "phase-diagram", 1
TEACHER = "the teacher of the benchmark"
LONGEST_THOUGHT_S = 20.0
ASKS, SHOWN = "Nobody sees who answered what", "check_circle"
AT_ONCE = 8  # students whose pages are asked for at the same moment, when they come in


@dataclass
class Class:
    """What all students share: the class, when it was asked and shown, and what they measured."""

    classrooms: Classrooms
    key: str
    port: int
    choices: tuple[str, ...]
    asked: threading.Event = field(default_factory=threading.Event)
    opened_s: list[float] = field(default_factory=list)  # how long each waited for its page
    answered_s: list[float] = field(default_factory=list)  # how long each answer took
    first_seen_s: list[float] = field(
        default_factory=list
    )  # when each saw the question, asked at 0
    result_s: list[float] = field(default_factory=list)  # when each saw the result, shown at 0
    asked_at: float = 0.0
    shown_at: float = 0.0
    doors: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))


def attend(number: int, held: Class) -> int:
    """One student; returns the choice that stands at the end."""
    draw = np.random.default_rng(number)
    first, last = draw.integers(len(held.choices), size=2)
    with visit(held.port, owner=secrets.token_urlsafe(32)) as tab:
        with held.doors:
            begun = time.monotonic()
            tab.ask(PAGE, f"lesson={held.key}&step={STEP}")
            list(tab.said())
            held.opened_s.append(time.monotonic() - begun)
        time.sleep(STUDENT_S * draw.random())  # clocks of browsers do not tick together
        _look_until(tab, ASKS)
        held.first_seen_s.append(time.monotonic() - held.asked_at)
        _think(tab, draw)
        choices = [first, last] if number % 2 else [last]
        for choice in choices:
            begun = time.monotonic()
            tab.choose("class-answer", held.choices[choice])
            list(tab.said())
            held.answered_s.append(time.monotonic() - begun)
        _look_until(tab, SHOWN)
        held.result_s.append(time.monotonic() - held.shown_at)
    return int(last)


def _look_until(tab: Tab, word: str) -> None:
    while not any(word in text for text in tab.look_again()):
        time.sleep(STUDENT_S)


def _think(tab: Tab, draw: np.random.Generator) -> None:
    until = time.monotonic() + LONGEST_THOUGHT_S * draw.random()
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(STUDENT_S, left))
        tab.look_again()


def choices_of(lesson: Lesson) -> tuple[str, ...]:
    """What can be answered at the step."""
    question = lesson.steps[STEP - 1].question
    return () if question is None else question.choices


def run(n_students: int) -> str:
    """Start the server, hold the class, and describe what was seen."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        listener.close()
        workspace = f"{folder}/workspace"
        options = ["--server.headless", "true", "--server.port", str(port)]
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *options],
            cwd=ROOT,
            env={**os.environ, "KERNELSCOPE_WORKSPACE": workspace},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for_server(port, lambda: server.poll() is None)
            with visit(port) as tab:  # what all visitors share is made before anything is measured
                tab.open(PAGE)
            lesson, classes = built_in()[LESSON], Classrooms(workspace)
            held = Class(classes, classes.hold(TEACHER, lesson), port, choices_of(lesson))
            return measure(held, n_students, psutil.Process(server.pid))
        finally:
            server.terminate()
            server.wait(60)


def measure(held: Class, n_students: int, server: psutil.Process) -> str:
    """The table of one poll."""
    classes, key = held.classrooms, held.key
    begun, begun_work = time.monotonic(), _worked_s(server)
    with ThreadPoolExecutor(n_students) as pool:
        students = [pool.submit(attend, number, held) for number in range(n_students)]
        while len(held.opened_s) < n_students and not any(each.done() for each in students):
            time.sleep(0.2)
        all_in_s, work_in = time.monotonic() - begun, _worked_s(server) - begun_work
        resting, rest_work = time.monotonic(), _worked_s(server)
        time.sleep(10.0)
        rest = (_worked_s(server) - rest_work) / (time.monotonic() - resting)
        held.asked_at, work = time.monotonic(), _worked_s(server)
        classes.ask(key, TEACHER, STEP)
        n_answered = 1.5 * n_students
        looks: list[float] = []
        while len(held.answered_s) < n_answered and not any(each.done() for each in students):
            look = time.monotonic()
            classes.poll(key, STEP)
            looks.append(time.monotonic() - look)
            time.sleep(0.5)
        all_answered_s = time.monotonic() - held.asked_at
        answering = _worked_s(server) - work
        classes.close(key, TEACHER, STEP)
        held.shown_at = time.monotonic()
        classes.show(key, TEACHER, STEP)
        chosen = [each.result() for each in students]
    counts = tuple(chosen.count(number) for number in range(len(held.choices)))
    poll = classes.poll(key, STEP)
    counted = () if poll is None else poll.counts
    rows = (
        ("students, each in a browser of its own", f"{n_students}"),
        (
            f"all have the page, {AT_ONCE} asking for it at a time",
            f"{all_in_s:.0f} s, of which the server worked {work_in:.0f} s",
        ),
        (
            f"the server's work while all wait and look every {STUDENT_S:g} s",
            f"{100 * rest:.0f}% of a core",
        ),
        (
            "from asking until a student sees the question: median, longest",
            f"{np.median(held.first_seen_s):.1f}, {max(held.first_seen_s):.1f} s",
        ),
        (
            f"each thinks for up to {LONGEST_THOUGHT_S:g} s, half change their answer: one answer "
            "takes, median and longest",
            f"{np.median(held.answered_s):.2f}, {max(held.answered_s):.2f} s",
        ),
        ("**from asking until all answers are counted**", f"**{all_answered_s:.0f} s**"),
        ("the server's work in that time", f"{answering:.0f} s"),
        (
            "answers counted, and of these as the students chose",
            f"{sum(counted)}, {sum(map(min, counts, counted))}",
        ),
        ("the teacher's look at the counts: longest", f"{1000 * max(looks):.0f} ms"),
        (
            "from showing the result until a student sees it: median, longest",
            f"{np.median(held.result_s):.1f}, {max(held.result_s):.1f} s",
        ),
    )
    lines = [
        "# A class answers a poll",
        "",
        f"Measured {described('streamlit')}; the students' side runs on the same cores.",
        "",
        "| | |",
        "|---|---|",
        *(f"| {what} | {value} |" for what, value in rows),
    ]
    return "\n".join(lines) + "\n"


def _worked_s(server: psutil.Process) -> float:
    times = server.cpu_times()
    return times.user + times.system


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--write", action="store_true", help="replace the table beside this script")
    asked = parser.parse_args()
    found = run(asked.students)
    print(found)
    if asked.write:
        TABLE.write_text(found, encoding="utf-8")


if __name__ == "__main__":
    main()
