"""The glossary on screen: a hint beside a sentence explains the words that it uses."""

from collections.abc import Iterable

from core.glossary import GLOSSARY, Term, terms_in


def help_for(text: str) -> str | None:
    """The hint for a sentence, None where it uses no word of the field.

    >>> help_for("Nothing kept yet.") is None, help_for("3 nats")
    (True, '**nats**: Units of a natural logarithm: 1 nat is a factor of 2.7.')
    """
    return _listed(terms_in(text)) or None


def whole_glossary() -> str:
    """All terms in alphabetical order, as Markdown."""
    return _listed(sorted(GLOSSARY.values(), key=lambda term: term.name.lower()))


def _listed(terms: Iterable[Term]) -> str:
    return "\n\n".join(f"**{term.name}**: {term.meaning}" for term in terms)
