"""The site is made of what the project says of itself, all of it, and builds without a warning."""

import importlib
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "docs"))
        written = importlib.import_module("written_pages")
    folder = tmp_path_factory.mktemp("site")
    written.write_pages(folder)
    return folder


def test_every_explanation_of_the_app_has_its_page(pages):
    found = [path for path in (pages / "how").iterdir() if path.stem != "index"]
    texts = [path.read_text(encoding="utf-8") for path in found]
    sources = sorted((ROOT / "assets" / "explanations").glob("*.md"))
    for source in sources:
        opening = source.read_text(encoding="utf-8").split("\n")[0]
        assert sum(opening in text for text in texts) == 1, source.name
    assert len(texts) == len(sources)
    assert not any("{{" in text for text in texts)


def test_every_name_of_every_package_has_its_page(pages):
    packages = [path.parent.name for path in (ROOT / "core").glob("*/__init__.py")]
    for package in packages:
        module = importlib.import_module(f"core.{package}")
        listed = (pages / "api" / f"core.{package}.rst").read_text(encoding="utf-8")
        assert {n for n in module.__all__ if f"   {n}\n" in listed or f"``{n}``" in listed} == set(
            module.__all__
        )


def test_the_tour_is_the_one_of_the_readme(pages):
    tour = (pages / "tour.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "locator = KernelLocator().fit(" in tour
    assert all(line in readme for line in tour.splitlines()[1:])
    assert "Who it is safe for" not in tour


@pytest.mark.thorough
def test_the_site_builds_without_a_warning(tmp_path):
    for package in ("sphinx", "numpydoc", "myst_parser"):
        pytest.importorskip(package)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-E"]
    done = subprocess.run(
        [*command, "-d", str(tmp_path / "cache"), "docs", str(tmp_path / "site")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    page = tmp_path / "site" / "_pages" / "api" / "core.graphs.sweep.html"
    assert "Parameters" in page.read_text(encoding="utf-8")
