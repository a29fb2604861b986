"""“Cite this”: the articles of a page, the software and the built-in data on it, as BibTeX."""

from collections.abc import Iterable

import streamlit as st

from components.navigation import VIEWS
from components.text import as_plain_text
from core.citing import BibEntry, bibliography, data_entry, software_entry
from core.datasets import catalog


def entries_of(page: str, data: Iterable[str] = ()) -> tuple[BibEntry, ...]:
    """What to cite of a page (its address): software, methods, and those data that are built in.

    >>> [entry.key for entry in entries_of("who-is-right", ["karate", "yours-1a2b"])]
    ['kernelscope', 'biroli2024', 'data_karate']
    """
    keys = next((view.cites.split() for view in VIEWS if view.url_path == page), [])
    articles = bibliography()
    shown = set(data)
    return (
        software_entry(),
        *(articles[key] for key in keys),
        *(data_entry(entry) for entry in catalog() if entry.key in shown),
    )


def bibtex_of(page: str, data: Iterable[str] = ()) -> str:
    """All of them as one text of BibTeX."""
    return "\n\n".join(entry.bibtex for entry in entries_of(page, data)) + "\n"


def cite_panel(page: str, data: Iterable[str] = ()) -> None:
    """A closed panel with the entries to copy or to save, and the licence of the data in words."""
    shown = tuple(data)
    text = bibtex_of(page, shown)
    with st.expander("Cite this", icon=":material/format_quote:"):
        st.code(text, language="latex", height=220)
        for entry in catalog():
            if entry.key in shown:
                said = f"{entry.title}: {entry.source}. Licence: {entry.licence}."
                st.caption(as_plain_text(said, longest=400))
        st.download_button(
            "BibTeX (.bib)",
            text,
            file_name=f"kernelscope-{page or 'home'}.bib",
            mime="application/x-bibtex",
            on_click="ignore",
            width="stretch",
            icon=":material/download:",
            key=f"cite-{page}",
        )
