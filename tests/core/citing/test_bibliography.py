"""Every entry is BibTeX that another reader takes, and says who, what, where and when."""

import re

import pytest
import yaml

from core.citing import bibliography, data_entry, software_entry
from core.citing.bibliography import FILE
from core.datasets import catalog
from core.version import __version__
from tests.core.citing.bibtex import parse
from tests.core.test_layers import ROOT

REQUIRED = {
    "article": {"journal"},
    "inproceedings": {"booktitle"},
    "book": {"publisher"},
    "misc": set(),
}
ENTRIES = (*bibliography().values(), software_entry(), *map(data_entry, catalog()))


def test_another_reader_finds_what_ours_finds():
    text = re.sub(r"^%.*\n", "", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    ours = {key: (entry.kind, dict(entry.fields)) for key, entry in bibliography().items()}
    assert parse(text) == ours
    assert len(ours) >= 50


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_an_entry_says_who_what_where_and_when(entry):
    ((kind, fields),) = parse(entry.bibtex).values()
    assert {"author", "title", "year"} | REQUIRED[kind] <= set(fields)
    assert re.fullmatch(r"\d{4}", fields["year"])
    assert kind != "misc" or {"eprint", "howpublished", "note"} & set(fields)
    assert not re.search(r"(?<!\\)[&%#_$]", fields["author"] + fields["title"])
    assert not re.search(r"[{}\\]", entry.sentence)


@pytest.mark.parametrize("entry", catalog(), ids=lambda entry: entry.key)
def test_a_data_set_is_cited_with_its_licence(entry):
    assert data_entry(entry).fields["note"].endswith(f"licence {entry.licence}")


def test_the_four_articles_of_the_citation_file_are_those_of_the_bibliography():
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert software_entry().fields["title"] == told["title"]
    assert software_entry().fields["version"] == __version__
    by_number = {entry.fields.get("eprint"): entry for entry in bibliography().values()}
    for reference in told["references"]:
        entry = by_number[reference["identifiers"][0]["value"].removeprefix("arXiv:")]
        assert re.sub(r"[{}]", "", entry.fields["title"]).lower() == reference["title"].lower()
        families = [author["family-names"] for author in reference["authors"]]
        assert [name.split(",")[0] for name in entry.fields["author"].split(" and ")] == families
        assert entry.fields["year"] == str(reference["year"])


def test_an_unclosed_brace_is_seen_by_the_reader():
    with pytest.raises(AssertionError, match="never closed"):
        parse("@misc{a,\n  title = {Ker{nels},\n")
