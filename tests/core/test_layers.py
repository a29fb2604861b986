"""The arrows of the design run one way: pages → components → core, labs → datasets → shared."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCREEN = {"streamlit", "plotly", "pydeck"}
LABS = {"localization", "density", "graphs", "embedding"}
SHARED = {
    *("cost", "errors", "limits", "parameters", "parallel", "percentages", "version"),
    *("neighbors", "matrix_functions", "child_process", "onnx_nodes", "confined", "messages"),
    *("spreadsheet_text", "glossary", "sqlite_file", "troubles", "depths"),
}


def imported_modules(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} uses a relative import"
            modules.add(node.module or "")
            modules |= {f"{node.module}.{alias.name}" for alias in node.names}
    return modules


def files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", files("core"), ids=lambda p: str(p.relative_to(ROOT)))
def test_core_knows_no_screen_and_its_parts_point_one_way(path):
    part = path.relative_to(ROOT / "core").parts[0].removesuffix(".py")
    modules = imported_modules(path)
    assert not {name.split(".")[0] for name in modules} & (SCREEN | {"components", "pages"})
    used = {name.split(".")[1] for name in modules if name.startswith("core.")} - {part}
    if part in LABS:
        assert used <= SHARED | {"datasets"}
    elif part == "citing":
        assert used <= {"datasets", "version"}
    elif part == "datasets":
        assert used <= SHARED
    elif part in ("inference", "story"):
        assert used <= SHARED | {"datasets"} | LABS
    else:
        assert used <= SHARED


@pytest.mark.parametrize("path", files("components"), ids=lambda p: str(p.relative_to(ROOT)))
def test_components_do_not_know_pages(path):
    assert not {name.split(".")[0] for name in imported_modules(path)} & {"pages"}


@pytest.mark.parametrize("path", files("pages"), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_page_reads_as_a_story_of_at_most_150_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150
