"""The glossary: every term is found by itself, explained in one line, and uses no other's place."""

import pytest

from core.glossary import GLOSSARY, terms_in


@pytest.mark.parametrize("term", GLOSSARY.values(), ids=lambda term: term.name)
def test_a_term_is_found_and_explained_in_one_short_sentence(term):
    assert term in terms_in(f"About {term.name} = 3")
    assert len(term.meaning) <= 100
    assert term.meaning.endswith(".")
    assert "\n" not in term.meaning


def test_a_plain_sentence_needs_no_glossary():
    assert terms_in("Drop a file, see how it is understood, and open it.") == []
