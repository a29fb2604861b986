"""How an edge list was understood, shown for confirmation: form, columns, bad cells."""

import streamlit as st

from components.column_choice import NOTHING, choose_bad_cells, show_first_rows
from components.text import as_plain_text
from core.datasets.readers import ColumnMapping, Table, Upload, build_upload, guess_mapping
from core.datasets.readers.adjacency_table import adjacency_meaning
from core.datasets.readers.edge_table import REPEATS
from core.datasets.readers.table_form import SEPARATORS
from core.errors import UploadError


def confirm_edges(table: Table, *, key: str) -> Upload:
    """Show the first rows and the guessed columns; build the graph as confirmed.

    Keys of the controls end with ``key``, those of the columns also with how these were read.
    """
    preview = st.container()
    with st.expander("What the columns mean", icon=":material/rule:"):
        table = _confirm_form(table, key)
        form = (table.separator, table.decimal, table.has_header)
        matrix = adjacency_meaning(table, may_be_unnamed=True)
        if matrix is not None:
            st.caption(
                f"An adjacency matrix: {len(matrix.values):,} rows and columns, one per node."
            )
            show_first_rows(table, preview)
            return build_upload(table, matrix)
        mapping = _columns(table, "".join(map(str, form)) + f"-{key}")
        repeats = st.segmented_control(
            "Of edges listed several times counts",
            list(REPEATS),
            default="largest",
            required=True,
            format_func=lambda word: as_plain_text(REPEATS[word]),
            key=f"repeats-{key}",
            help="In either direction: a list of events names the same two nodes again and again.",
        )
        bad_cells = choose_bad_cells(key, "Leave out rows whose weight is not a number")
    show_first_rows(table, preview)
    return build_upload(
        table, ColumnMapping("edges", mapping, bad_cells=bad_cells, repeats=repeats)
    )


def _confirm_form(table: Table, key: str) -> Table:
    """The table, read again when the visitor says that its form is another.

    Of a format that stores numbers and names as such nothing is asked.
    """
    if table.read_again is None:
        return table
    places = st.columns(3)
    separators = list(dict.fromkeys([*SEPARATORS, table.separator]))
    separator = places[0].selectbox(
        "Separator",
        separators,
        index=separators.index(table.separator),
        format_func=lambda each: SEPARATORS.get(each, each),
        key=f"separator-{key}",
    )
    decimal = places[1].segmented_control(
        "Decimal mark", [".", ","], default=table.decimal, required=True, key=f"decimal-{key}"
    )
    header = places[2].toggle(
        "The first row names the columns", table.has_header, key=f"header-{key}"
    )
    if (separator, decimal, header) == (table.separator, table.decimal, table.has_header):
        return table
    return table.read_again(separator=separator, decimal=decimal, has_header=header)


def _columns(table: Table, key: str) -> dict[str, str]:
    try:
        guessed = dict(guess_mapping(table, "graph").roles)
    except UploadError:
        guessed = dict(zip(("source", "target"), table.columns, strict=False))
    roles: dict[str, str] = {}
    for role, place in zip(("source", "target", "weight"), st.columns(3), strict=True):
        options = [*table.columns] if role != "weight" else [NOTHING, *table.columns]
        start = guessed.get(role, NOTHING if role == "weight" else table.columns[-1])
        chosen = place.selectbox(
            f"Column of {role}", options, index=options.index(start), key=f"{role}-{key}"
        )
        if chosen != NOTHING:
            roles[role] = chosen
    if roles["source"] == roles["target"]:
        raise UploadError(
            f"Source and target are the same column, '{roles['source'][:40]}'; choose two."
        )
    return roles
