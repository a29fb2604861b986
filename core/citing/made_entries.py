"""Entries that no file holds: this version of the software, and the data sets of the catalogue."""

import re

from core.citing.bibliography import BibEntry
from core.datasets.built_in import CatalogEntry
from core.version import __version__

RELEASED = "2026"
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_ADDRESS = re.compile(r"https?://[^\s,;]+")


def software_entry() -> BibEntry:
    """The program that made the numbers, in the version that made them.

    Returns
    -------
    BibEntry
        Its key is "kernelscope".

    Examples
    --------
    >>> software_entry().fields["author"]
    '{The Kernelscope authors}'
    """
    return BibEntry(
        "misc",
        "kernelscope",
        {
            "author": "{The Kernelscope authors}",
            "title": "Kernelscope: kernel methods, seen at work",
            "year": RELEASED,
            "version": __version__,
            "note": f"Version {__version__}, licence MIT",
        },
    )


def data_entry(entry: CatalogEntry) -> BibEntry:
    """A built-in data set, with its licence and who measured or made it.

    Parameters
    ----------
    entry : CatalogEntry
        As :func:`core.datasets.catalog` lists it.

    Returns
    -------
    BibEntry
        Its key is ``data_`` and the key of the set. What the catalogue says of the source is its
        author, but for its address; a year in it is the year, else that of this version.

    Examples
    --------
    >>> from core.datasets import catalog
    >>> karate = next(entry for entry in catalog() if entry.key == "karate")
    >>> data_entry(karate).fields["year"], data_entry(karate).fields["note"]
    ('1977', 'Data set, measured; licence BSD-3-Clause (networkx)')
    """
    year, address = _YEAR.search(entry.source), _ADDRESS.search(entry.source)
    who = _ADDRESS.sub("", entry.source).rstrip(" ,;")
    fields = {
        "author": f"{{{_escaped(who)}}}",
        "title": _escaped(entry.title),
        "year": year.group() if year else RELEASED,
        "note": f"Data set, {entry.origin}; licence {entry.licence}",
    }
    if address:
        fields["url"] = address.group()
    return BibEntry("misc", f"data_{entry.key}", fields)


def _escaped(text: str) -> str:
    """Text in which TeX reads no sign as its own."""
    return re.sub(r"([&%#_$])", r"\\\1", text)
