"""Pages of the site that stand elsewhere in the project already: they are taken, not written twice.

The tour out of README, ARCHITECTURE and its kind from the top, "How this works" of every page of
the app, and a page for every package of ``core`` with all names that it exports.
"""

import re
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from components.density.kernel_words import kernel_formulas
from components.localization.row_words import kernel_words, method_words, representation_words
from components.navigation import VIEWS

ROOT = Path(__file__).resolve().parent.parent
FACES = (
    *("core.datasets", "core.localization", "core.density", "core.graphs", "core.embedding"),
    *("core.inference", "core.lessons", "core.story", "core.ideas", "core.errors"),
    "core.citing",
)
FROM_THE_TOP = ("ARCHITECTURE", "CONTRIBUTING", "SECURITY", "CODE_OF_CONDUCT", "CHANGELOG")
# What stands in double braces in an explanation, as on its page.
TABLES: dict[str, dict[str, Callable[[], str]]] = {
    "density_two_dimensions": {"kernels": kernel_formulas},
    "localization_where": {
        "kernels": kernel_words,
        "methods": method_words,
        "representations": representation_words,
    },
}


def write_pages(folder: Path) -> None:
    """Write all of them into an empty ``folder``."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "how").mkdir(parents=True)
    (folder / "api").mkdir()
    for name in FROM_THE_TOP:
        _write(folder / f"{name}.md", _text(f"{name}.md"))
    _write(folder / "tour.md", _tour())
    explained: dict[str, list[str]] = {}
    for view in VIEWS:
        stem = Path(view.script).stem
        if explanation := _explanation(stem):
            explained.setdefault(view.section, []).append(stem)
            _write(folder / "how" / f"{stem}.md", f"# {view.title}\n\n{explanation}")
    _write(folder / "how" / "index.md", _contents(explained))
    for face in FACES:
        _write(folder / "api" / f"{face}.rst", _api(face))


def _tour() -> str:
    readme = _text("README.md")
    tour, library = (_section(readme, title) for title in ("A tour", "As a library"))
    return f"# A tour\n\n{tour}\n\n## As a library\n\n{library}"


def _section(text: str, title: str) -> str:
    return re.split(r"\n## ", text.split(f"\n## {title}\n")[1])[0].strip()


def _explanation(name: str) -> str:
    """Of live_models it is models.md, as on the page; "" for a page without one."""
    for stem in (name, name.removeprefix("live_")):
        path = ROOT / "assets" / "explanations" / f"{stem}.md"
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for place, table in TABLES.get(stem, {}).items():
                text = text.replace(f"{{{{{place}}}}}", table())
            return text
    return ""


def _contents(explained: dict[str, list[str]]) -> str:
    """The pages by lab, in the order of the app's navigation."""
    lines = ["# How it works"]
    for section, stems in explained.items():
        lines += ["", f"## {section}", "", "```{toctree}", ":maxdepth: 1", "", *stems, "```"]
    return "\n".join(lines) + "\n"


def _api(face: str) -> str:
    module = import_module(face)
    names = getattr(module, "__all__", [n for n in vars(module) if not n.startswith("_")])
    documented = [name for name in names if callable(getattr(module, name))]
    tables = [name for name in names if name not in documented]
    lines = [face, "=" * len(face), "", f".. automodule:: {face}", "   :no-members:", ""]
    lines += [f".. currentmodule:: {face}", "", ".. autosummary::", "   :toctree:", ""]
    lines += [f"   {name}" for name in documented]
    if tables:
        lines += ["", "Tables of names: " + ", ".join(f"``{name}``" for name in tables) + "."]
    return "\n".join(lines) + "\n"


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
