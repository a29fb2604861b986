"""A spreadsheet that opens our CSV runs nothing, and numbers stay numbers."""

import csv
import re
from io import BytesIO

import pandas as pd

from components.csv_export import to_csv
from components.project_folder import ROOT
from core.datasets import FingerprintSet, GraphData, PointCloud
from core.datasets.readers import write_edges, write_long, write_points, write_wide
from core.datasets.readers.conversions import as_table
from core.inference.live.reading import Reading
from core.inference.live.recording import write_readings


def test_formulas_in_text_are_neutralised_and_numbers_are_not():
    table = pd.DataFrame({"name": ["=1+1", "@x", "fine", "-"], "value": [-3.2, 1.0, 2.0, 3.0]})
    read = pd.read_csv(BytesIO(to_csv(table)))
    assert read["name"].tolist() == ["'=1+1", "'@x", "fine", "'-"]
    assert read["value"].tolist() == [-3.2, 1.0, 2.0, 3.0]


def test_a_column_name_cannot_be_a_formula():
    assert to_csv(pd.DataFrame({"=cmd": [1]})).startswith(b"'=cmd")


def test_missing_values_are_empty_cells():
    assert to_csv(pd.DataFrame({"a": [1.0, None]})) == b'a\n1.0\n""\n'


# File → why it need not neutralise anything itself.
WRITE_WHAT_IS_NEUTRAL = {
    "table_repairs.py": "what it mends is read again at once, and stands in no file",
    "conversions.py": "its tables are made by the writers, which are tried below",
    "capitals.py": "an example file of known names",
}


def test_whoever_writes_csv_neutralises_formulas():
    """No file of the program writes a table as CSV but by these functions."""
    writes = re.compile(r"\.to_csv\(index|csv\.writer\(")
    for folder in ("core", "components", "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if path.name in WRITE_WHAT_IS_NEUTRAL:
                continue
            if writes.search(text):
                assert "core.spreadsheet_text import" in text, path


def test_every_writer_of_core_neutralises_names_and_keeps_numbers():
    evil = "=HYPERLINK(1)"
    scans = FingerprintSet(
        [[-60.5, -70.0]], [[-1.5, 2.0]], [evil, "b"], stop_id=["@x"], session_id=["+cmd"]
    )
    points = PointCloud([[-3.2], [1.0]], [evil], labels=["-cmd", "-1"])
    graph = GraphData([[0, 1.5], [1.5, 0]], [evil, "-1"])
    readings = write_readings([Reading(0.5, evil, "@b", -60.0)]).decode()
    texts = [write_wide(scans), write_long(scans), write_points(points), write_edges(graph)]
    texts += [as_table(each).to_csv(index=False) for each in (scans, points, graph)]
    for text in (*texts, readings):
        assert f"'{evil}" in text
        for row in csv.reader(text.splitlines()):
            assert not [cell for cell in row if cell[:1] in "=@+" and cell], row
    assert "-60.5" in texts[0]
    assert ",-3.2,'-cmd\n" in texts[2]
    assert ",-1\n" in texts[2]
    assert "-60.0" in readings
