"""Code of others that browsers run: each file is the one that was looked at, with its licence."""

import hashlib
import json

import pytest

from components.palette import PAGE_DARK, PAGE_LIGHT, light_of
from tests.conftest import ROOT

VENDOR = ROOT / "assets" / "vendor"
ROWS = json.loads((VENDOR / "vendored.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"] + row["file"][-12:])
def test_a_file_is_the_published_one_and_its_licence_lies_beside_it(row):
    file = VENDOR / row["file"]
    assert hashlib.sha256(file.read_bytes()).hexdigest() == row["sha256"]
    licence = (file.parent / "LICENSE").read_text(encoding="utf-8")
    assert {"MIT": "Permission is hereby granted", "OFL-1.1": "SIL Open Font"}[
        row["licence"]
    ] in licence
    assert row["version"]


def test_no_file_is_there_without_a_row():
    known = {(VENDOR / row["file"]).resolve() for row in ROWS}
    beside = {"LICENSE", "vendored.json"}
    found = {path for path in VENDOR.rglob("*") if path.is_file() and path.name not in beside}
    assert found <= known
    assert known - found == set((ROOT / "assets" / "fonts").glob("*.ttf"))


def test_every_colour_of_the_dark_theme_has_one_of_the_light_theme():
    pairs = light_of()
    assert [pairs[colour] for colour in PAGE_DARK] == list(PAGE_LIGHT)
    assert pairs["17,22,28"] == "255,255,255"
