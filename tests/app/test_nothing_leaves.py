"""Nothing leaves the machine: the sockets and files of the server itself, and of every program."""

import ast
import re
import socket

import pytest
from websockets.exceptions import InvalidHandshake

from components.navigation import VIEWS
from core.inference.model_card import model_card
from tests.app.watched_process import ROOT, WatchedProcess
from tests.app.websocket_visitor import visit, wait_for_server
from tests.core.inference.sandbox.hostile_models import BUILDING_BEACONS, linear

STRANGER = "http://elsewhere.example:8501"
NO_STRACE = "strace is not installed or may not trace here; Python's calls and home are watched"
PROGRAMS = {
    "the engine": """
from core.inference import Engine, export_onnx
from tests.core.inference.surveys import made_up_scans, made_up_survey
from core.localization import KernelLocator
survey = made_up_survey()
engine = Engine(export_onnx(KernelLocator().fit(*survey)))
print(engine.run({"rss_dbm": made_up_scans(survey[0])})["position_m"].shape)
""",
    "a density": """
import numpy as np
from core.density import KernelDensity
points = np.random.default_rng(0).normal(size=(2000, 2))
print(KernelDensity(precision="mixed").fit(points).score_samples(points).shape)
""",
    "a visitor's model": """
import numpy as np
from core.inference.sandbox.runner import SandboxedModel
from tests.core.inference.sandbox import hostile_models
model = SandboxedModel(hostile_models.linear())
print(model.run({"levels": np.zeros((1, 12))})["place"].shape)
model.close()
""",
}


@pytest.fixture(scope="module")
def visited(tmp_path_factory):
    """The server after a visit: a stranger's page, all pages, inference, export and upload."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    options = ["--server.headless", "true", "--server.port", str(port)]
    server = WatchedProcess(
        ["-m", "streamlit", "run", str(ROOT / "app.py"), *options],
        tmp_path_factory.mktemp("server"),
    )
    try:
        wait_for_server(port, lambda: server.process.poll() is None)
        with pytest.raises(InvalidHandshake), visit(port, origin=STRANGER):
            pass
        with visit(port) as tab:
            server.said = {view.url_path: tab.open(view.url_path) for view in VIEWS}
            tab.upload("mine.onnx", linear(BUILDING_BEACONS))  # to the last page, Models
            server.said["upload"] = list(tab.said())
    finally:
        server.stop()
    return server


def test_the_visit_saw_every_page_with_an_inference_and_an_export(visited):
    for path, texts in visited.said.items():
        assert texts, path
        assert not any("Page not found" in text or "Something went" in text for text in texts), path
    assert any("runs as an ONNX graph" in text for text in visited.said["live"])
    assert any("models exported" in text for text in visited.said["models"])
    assert any("Understood as: an ONNX model" in text for text in visited.said["upload"])


def test_the_server_keeps_nothing_of_its_user(visited):
    assert visited.kept_of_the_user() == []


def test_the_server_s_python_calls_nobody_and_writes_nowhere_else(visited):
    assert visited.escapes_of_python() == []


def test_no_call_of_the_server_leaves_the_machine_or_its_folders(visited):
    if not visited.traced:
        pytest.skip(NO_STRACE)
    assert visited.escapes_of_all() == []


def test_the_address_that_is_printed_is_the_one_that_answers(visited):
    port = visited.process.args[-1]
    assert f"http://127.0.0.1:{port}" in visited.log.read_text()


def check(program):
    assert program.finish() == 0, program.log.read_text()
    assert program.kept_of_the_user() == []
    assert program.escapes_of_python() == []
    if program.traced:
        assert program.escapes_of_all() == []


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_that_uses_the_library_reports_nothing(name, tmp_path):
    script = tmp_path / "program.py"
    script.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{PROGRAMS[name]}")
    check(WatchedProcess([str(script)], tmp_path))


def test_the_command_line_reports_nothing_and_its_files_run_by_the_lines_of_their_cards(tmp_path):
    command = ["-m", "core.inference.export", str(tmp_path / "models"), "building_sparse"]
    check(WatchedProcess(command, tmp_path))
    files = sorted((tmp_path / "models").glob("*.onnx"))
    assert files
    lines = model_card(files[0].read_bytes(), "a model", files[0].name).snippet
    assert len([line for line in lines.splitlines() if line]) == 10
    folder = tmp_path / "visitor"
    folder.mkdir()
    (folder / files[0].name).write_bytes(files[0].read_bytes())
    (folder / "lines.py").write_text(lines)
    program = WatchedProcess([str(folder / "lines.py")], folder, cwd=folder)
    check(program)
    assert re.search(r"\[\[\s*-?\d+\.\d+\s+-?\d+\.\d+\s*]]", program.log.read_text())


@pytest.mark.parametrize(
    ("deed", "seen"),
    [
        ("socket.create_connection(('10.255.255.1', 9), timeout=.01)", "10.255.255.1"),
        ("socket.getaddrinfo('kernelscope.invalid', 80)", "kernelscope.invalid"),
        ("socket.socket(type=socket.SOCK_DGRAM).sendto(b'1', ('192.0.2.1', 9))", "192.0.2.1"),
        ("open(pathlib.Path.home() / '.secret', 'w')", ".secret"),
        ("os.mkdir('/kernelscope-test-no-such-folder/x')", "no-such-folder"),
    ],
)
def test_the_watch_sees_what_it_is_there_for(deed, seen, tmp_path):
    script = tmp_path / "program.py"
    script.write_text(
        "import os, pathlib, socket\n"
        f"try:\n    {deed}\nexcept OSError as error:\n    print(error)\n"
    )
    program = WatchedProcess([str(script)], tmp_path)
    assert program.finish() == 0, program.log.read_text()
    assert any(seen in line for line in program.escapes_of_python())
    if program.traced and "getaddrinfo" not in deed:  # no name server, nobody to ask
        assert any(seen in line for line in program.escapes_of_all())


def sources():
    folders = ("core", "components", "pages", "tests", "benchmarks")
    return [
        ROOT / "app.py",
        *(path for one in folders for path in sorted((ROOT / one).rglob("*.py"))),
    ]


def imports_of_the_runtime(tree):
    """Line numbers of imports of onnxruntime, in whichever way Python can be asked for one."""
    for node in ast.walk(tree):
        named = []
        if isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            named = [node.module or ""]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            named = [node.value] if node.value == "onnxruntime" else []
        if any(name.split(".")[0] == "onnxruntime" for name in named):
            yield node.lineno


def test_onnx_runtime_is_imported_inside_core_only_whose_first_file_silences_it():
    found = {
        str(path.relative_to(ROOT)): list(
            imports_of_the_runtime(ast.parse(path.read_text(encoding="utf-8")))
        )
        for path in sources()
    }
    outside = [name for name, lines in found.items() if lines and not name.startswith("core/")]
    this_file = "tests/app/test_nothing_leaves.py"
    assert [name for name in outside if name != this_file] == []
    assert found["core/inference/session.py"]  # the search finds what is there
    first = ast.parse((ROOT / "core" / "__init__.py").read_text())
    modules = {
        alias.name for node in first.body if isinstance(node, ast.Import) for alias in node.names
    }
    assert modules <= {"os", "sys", "warnings"}  # nothing that could import it before


@pytest.mark.parametrize("value", ["0", "false", "", "2", None])
def test_a_setting_that_would_report_more_is_replaced(value, tmp_path):
    script = tmp_path / "program.py"
    preset = f"os.environ['ORT_DISABLE_TELEMETRY'] = {value!r}\n" if value is not None else ""
    script.write_text(
        f"import os, sys\nsys.path.insert(0, {str(ROOT)!r})\n{preset}"
        "from core.inference import session\n"
        "assert os.environ['ORT_DISABLE_TELEMETRY'] == '1'\n"
    )
    check(WatchedProcess([str(script)], tmp_path))


def test_who_imports_the_runtime_before_core_is_told(tmp_path):
    script = tmp_path / "program.py"
    script.write_text(
        f"import os, sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "os.environ['ORT_DISABLE_TELEMETRY'] = 'yes'  # off, which only ONNX Runtime can know\n"
        "import onnxruntime\nimport core\n"
    )
    program = WatchedProcess([str(script)], tmp_path)
    check(program)
    assert "set ORT_DISABLE_TELEMETRY=1" in program.log.read_text()
