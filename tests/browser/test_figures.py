"""Figures for a paper in a real browser: saved from the dark theme, read back, drawn by another."""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from components.navigation import VIEWS
from components.palette import PAGE_DARK
from core.datasets.provenance_line import read_provenance
from tests.every_page import every_page

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"path", "rect", "image", "use", "circle", "line", "polygon"}
DARK = {"color_scheme": "dark"}
ALWAYS = ("one-graph",)


def form_of(page, key: str = ""):
    """The unfolded form below the first main picture, or below that of this key."""
    form = page.locator(f"[class*='st-key-figure-{key}']").first
    form.locator("summary").click()
    return form


def save(page, form, kind: str, width: str, folder: Path) -> Path:
    form.locator("[name=format]").select_option(kind)
    form.locator("[name=width]").select_option(width)
    with page.expect_download() as waiting:
        form.get_by_role("button", name="Save the figure").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def texts(root: ElementTree.Element) -> list[str]:
    found = ("".join(each.itertext()).strip() for each in root.iter(f"{SVG}text"))
    return [text for text in found if text]


def provenance(root: ElementTree.Element) -> str:
    (group,) = (each for each in root.iter(f"{SVG}g") if each.get("class") == "provenance")
    return " ".join(texts(group))


@pytest.mark.parametrize("visitor", [DARK], indirect=True)
def test_a_figure_is_light_says_what_it_shows_and_gives_its_settings_back(visitor, tmp_path):
    visitor.open("/where?localization.power=16&localization.beacons_off=B1")
    form = form_of(visitor.page, "where_map")
    file = save(visitor.page, form, "svg", "88", tmp_path)
    assert file.name == "kernelscope-where-map-office-floor-simulated-88mm.svg"
    root = ElementTree.parse(file).getroot()
    assert root.get("width") == "88mm"
    written = texts(root)
    assert {"Where is the phone, and how sure are we?", "x, m", "y, m"} <= set(written)
    assert {"Estimate", "True position", "90% set", "Weight of the places"} <= set(written)
    found = read_provenance(provenance(root))
    assert found.page == "where"
    assert dict(found.settings) == {
        "survey": ("building",),
        "power": ("16",),
        "beacons_off": ("B1",),
    }
    assert not any(colour.lower() in file.read_text().lower() for colour in PAGE_DARK)
    assert "rgb(17, 22, 28)" not in file.read_text()

    form.locator("[name=provenance]").uncheck()
    without = ElementTree.parse(save(visitor.page, form, "svg", "88", tmp_path)).getroot()
    assert not any("settings" in text for text in texts(without))
    form.locator("[name=provenance]").check()

    with Image.open(save(visitor.page, form, "png2", "180", tmp_path)) as twice:
        small = twice.size
        assert twice.convert("RGB").getpixel((3, 3)) == (255, 255, 255)
    with Image.open(save(visitor.page, form, "png3", "180", tmp_path)) as thrice:
        assert thrice.size == (small[0] * 3 // 2, small[1] * 3 // 2)

    pdf = save(visitor.page, form, "pdf", "180", tmp_path).read_bytes()
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert float(box[0]) == pytest.approx(180 / 25.4 * 72, abs=0.5)
    assert pdf.startswith(b"%PDF-")
    assert b"Inter" in pdf
    assert b"/FontFile2" in pdf


@every_page([view for view in VIEWS if view.url_path], ALWAYS)
def test_another_program_draws_every_text_of_a_figure(visitor, view, tmp_path):
    if not shutil.which("rsvg-convert"):
        pytest.skip("rsvg-convert is not installed")
    visitor.page.set_default_timeout(120_000)
    visitor.open(f"/{view.url_path}")
    if not visitor.page.locator("[class*='st-key-figure-']").count():
        pytest.skip(f"{view.title} opens without a picture of plotly")
    file = save(visitor.page, form_of(visitor.page), "svg", "180", tmp_path)
    tree = ElementTree.parse(file)
    assert read_provenance(provenance(tree.getroot())).page == view.url_path
    titled = [each for each in tree.getroot().iter(f"{SVG}g") if each.get("class") == "title"]
    assert texts(titled[0])
    check_every_text_is_drawn_by_rsvg(file, tmp_path)


def check_every_text_is_drawn_by_rsvg(file: Path, folder: Path) -> None:
    """Without any one of its texts the picture is another."""
    tree = ElementTree.parse(file)
    for parent in list(tree.iter()):
        for each in list(parent):
            if each.tag.removeprefix(SVG) in DRAWN and parent.tag != f"{SVG}clipPath":
                parent.remove(each)
    whole = drawn(tree, folder)
    told = [each for each in tree.iter(f"{SVG}text") if "".join(each.itertext()).strip()]
    assert len(told) >= 2  # its title and where it comes from; maps side by side have no axes
    for each in told:
        style = each.attrib.get("style", "")
        each.set("style", f"{style};display:none")
        assert drawn(tree, folder) != whole, "".join(each.itertext())
        each.set("style", style)


def drawn(tree: ElementTree.ElementTree, folder: Path) -> bytes:
    """The picture as rsvg draws it."""
    tree.write(folder / "figure.svg", encoding="utf-8", xml_declaration=True)
    command = ["rsvg-convert", "--zoom", "0.6", str(folder / "figure.svg")]
    return subprocess.run(command, check=True, capture_output=True).stdout
