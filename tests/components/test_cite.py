"""What a page cites is in the bibliography, and what its explanation rests on is cited."""

import re
from pathlib import Path

import pytest

from components.cite import bibtex_of, entries_of
from components.navigation import VIEWS
from components.page_frame import EXPLANATIONS
from core.citing import bibliography
from core.datasets import catalog
from tests.core.citing.bibtex import parse

NUMBER = re.compile(r"arXiv:(\d{4}\.\d{4,5})")
METHODS = {"localization", "density", "graphs", "embedding", "ideas"}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.script)
def test_a_page_cites_every_article_that_its_explanation_names_by_number(view):
    entries = entries_of(view.url_path)
    told = EXPLANATIONS / Path(view.script).with_suffix(".md")
    named = set(NUMBER.findall(told.read_text(encoding="utf-8"))) if told.exists() else set()
    assert named <= {entry.fields.get("eprint") for entry in entries}
    assert len(entries) == 1 + len(view.cites.split())
    assert view.cites or view.lab not in METHODS


def test_every_article_of_the_bibliography_is_cited_somewhere():
    cited = {key for view in VIEWS for key in view.cites.split()}
    assert cited == set(bibliography())


@pytest.mark.parametrize("entry", catalog(), ids=lambda entry: entry.key)
def test_a_built_in_set_is_cited_and_a_visitors_own_is_not(entry):
    found = parse(bibtex_of("where", [entry.key, "yours-0123456789abcdef", ""]))
    assert [key for key in found if key.startswith("data_")] == [f"data_{entry.key}"]
