"""A spreadsheet that opens our CSV runs nothing, and numbers stay numbers."""

from io import BytesIO

import pandas as pd

from components.csv_export import to_csv


def test_formulas_in_text_are_neutralised_and_numbers_are_not():
    table = pd.DataFrame({"name": ["=1+1", "@x", "fine", "-"], "value": [-3.2, 1.0, 2.0, 3.0]})
    read = pd.read_csv(BytesIO(to_csv(table)))
    assert read["name"].tolist() == ["'=1+1", "'@x", "fine", "'-"]
    assert read["value"].tolist() == [-3.2, 1.0, 2.0, 3.0]


def test_a_column_name_cannot_be_a_formula():
    assert to_csv(pd.DataFrame({"=cmd": [1]})).startswith(b"'=cmd")


def test_missing_values_are_empty_cells():
    assert to_csv(pd.DataFrame({"a": [1.0, None]})) == b'a\n1.0\n""\n'
