"""A kept data set written out: a file in every format that can hold it, each with its manifest."""

import json
import re

import streamlit as st

from components.own_data.own_set import OwnSet
from core.datasets.readers.conversions import Conversion, conversions_of, manifest

LONGEST_NAME = 40


def export_menu(own: OwnSet) -> None:
    """Two buttons for each format; nothing is written before one is pressed."""
    for row in conversions_of(own.dataset):
        with st.container(horizontal=True):
            _button(own, row, f"{row.title}", row.suffix, row.mime)
            _button(own, row, "Manifest", f"{row.suffix}.json", "application/json")
        if loses := row.loses.get(type(own.dataset)):
            st.caption(loses)


def file_name(title: str, suffix: str) -> str:
    """A name for a file that every system takes, made of a title.

    >>> file_name("my floor.csv", ".parquet"), file_name("../<b>", ".csv")
    ('my_floor.parquet', 'b.csv')
    """
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", title.rsplit("/", 1)[-1])
    plain = re.sub(r"[^\w.-]+", "_", stem).strip("._")[:LONGEST_NAME]
    return f"{plain or 'data'}{suffix}"


def _button(own: OwnSet, row: Conversion, label: str, suffix: str, mime: str) -> None:
    is_manifest = suffix.endswith(".json")
    st.download_button(
        label,
        (lambda: manifest_bytes(own, row)) if is_manifest else (lambda: row.write(own.dataset)),
        file_name=file_name(own.title, suffix),
        mime=mime,
        icon=":material/description:" if is_manifest else ":material/download:",
        on_click="ignore",
        key=f"export-{suffix}-{own.key}",
        help="Name, kind, rows, columns, roles, notices, SHA-256 and version, as JSON."
        if is_manifest
        else None,
    )


def manifest_bytes(own: OwnSet, row: Conversion) -> bytes:
    """The manifest of the file that ``row`` writes."""
    found = manifest(
        own.dataset,
        name=own.title,
        kind=own.kind,
        notices=own.notices,
        content=row.write(own.dataset),
    )
    return json.dumps(found, indent=2, ensure_ascii=False).encode("utf-8")
