"""The app as ``pip install .`` lays it out: complete, and started from any folder."""

import re
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from core.version import __version__
from tests.app.watched_process import ROOT, WatchedProcess
from tests.app.websocket_visitor import visit, wait_for_server
from tests.core.inference.sandbox.hostile_models import BUILDING_BEACONS, linear

BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
# What pip writes for the command; it stands in a folder of its own, as in "bin".
COMMAND = "import sys\nfrom components.command_line import main\nsys.exit(main())\n"
# A step in a process of its own, by a function of the library.
STEP = """
from core.child_process import in_child
from core.parallel import cancelled_when
from core.percentages import percent
with cancelled_when(lambda: False):
    print(in_child(percent, 0.193))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    """What the wheel holds. The backend is asked itself, since pip would ask the network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.fixture
def elsewhere(tmp_path, unpacked, monkeypatch) -> Path:
    """Another project's folder, with names and settings of its own that must not be taken."""
    folder = tmp_path / "elsewhere"
    for name in ("app.py", "core/__init__.py", "components/__init__.py", "pages/where.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("raise SystemExit('of another project')\n")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text(
        "[browser]\ngatherUsageStats = true\n[global]\nmaxCachedMessageAge = 2\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(unpacked))
    return folder


def files(folder: Path) -> set[str]:
    """Names of the files below a folder, without what Python and numba keep there."""
    found = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def test_the_wheel_holds_the_app_and_nothing_else(unpacked):
    expected = {"kernelscope/app.py", "kernelscope/.streamlit/config.toml"}
    for name in ("core", "components"):
        expected |= {f"{name}/{file}" for file in files(ROOT / name)}
    for name in ("pages", "assets"):
        expected |= {f"kernelscope/{name}/{file}" for file in files(ROOT / name)}
    held = {name for name in files(unpacked) if ".dist-info/" not in name}
    assert held == expected
    assert "components/live/live_map.js" in held  # what is no Python is there too
    described = (unpacked / f"kernelscope-{__version__}.dist-info" / "METADATA").read_text()
    assert f"\nVersion: {__version__}\n" in described


def test_the_command_serves_every_part_from_a_folder_that_is_not_its_own(elsewhere, tmp_path):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    script = tmp_path / "kernelscope"
    script.write_text(COMMAND)
    options = ["--server.headless", "true", "--server.port", str(port)]
    server = WatchedProcess([str(script), *options], tmp_path, cwd=elsewhere)
    try:
        wait_for_server(port, lambda: server.process.poll() is None)
        with visit(port) as tab:
            where = tab.open("where")
            tab.open("models")
            tab.upload("mine.onnx", linear(BUILDING_BEACONS))
            models = list(tab.said())
    finally:
        server.stop()
    assert any("found to" in text for text in where), where
    assert any("Understood as: an ONNX model" in text for text in models), models
    assert tab.settings.max_cached_message_age == 100
    assert not tab.settings.gather_usage_stats
    assert f"http://127.0.0.1:{port}" in server.log.read_text()
    assert "Traceback" not in server.log.read_text()
    assert server.kept_of_the_user() == []
    assert server.escapes_of_python() == []


def test_a_step_in_a_process_of_its_own_finds_the_library_from_any_folder(elsewhere, tmp_path):
    script = tmp_path / "step.py"
    script.write_text(STEP)
    done = subprocess.run(
        [sys.executable, str(script)], cwd=elsewhere, capture_output=True, text=True, check=True
    )
    assert done.stdout == "19%\n"


def test_the_command_tells_its_version(elsewhere, tmp_path):
    script = tmp_path / "kernelscope"
    script.write_text(COMMAND)
    done = subprocess.run(
        [sys.executable, str(script), "--version"], cwd=elsewhere, capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == (f"Kernelscope {__version__}\n", 0)


def test_the_version_stands_once():
    stated = re.compile(rf"""version[\W_]+["']?{re.escape(__version__)}\b""", re.IGNORECASE)
    texts = [path for path in ROOT.iterdir() if path.suffix in (".toml", ".cff", ".py", ".md")]
    for folder in ("core", "components", "pages", "tests"):
        texts += sorted((ROOT / folder).rglob("*.py"))
    found = [path for path in texts if stated.search(path.read_text(encoding="utf-8"))]
    assert found == [ROOT / "core" / "version.py"]
