"""What can be given: the formats of each kind out of their table, templates, a worked example."""

import pandas as pd
import streamlit as st

from components.controls import control
from components.format_list import CONTENT_DECIDES
from components.memory import once
from components.own_data.file_forms import HOLDS, kind_read_as
from components.text import as_plain_text
from components.upload_dialog import offer_templates
from core.datasets.readers import formats_holding, inspect_cells, open_upload, templates_for
from core.parameters import Parameter

MEANS = {
    "points": "A row for each thing, a column for each thing measured; perhaps a column that says "
    "what each row is.",
    "distances": "A square: how far each thing is from each other. The two sides of the diagonal "
    "say the same, and 0 stands on it.",
    "graph": "Who is joined to whom, perhaps how strongly, perhaps who belongs together.",
    "fingerprints": "What was received from each beacon, in dBm, and where that was.",
}
KIND = Parameter(
    "kind",
    "Kind of data",
    str,
    "points",
    options=tuple(HOLDS),
    labels=tuple(HOLDS.values()),
    help="Whose formats, templates and example are shown.",
)


def show_what_fits() -> None:
    """Draw it for the kind that is chosen."""
    st.subheader("What can I upload?", anchor=False)
    words, example = st.columns(2, gap="large")
    with words:
        kind = control(KIND)
        st.markdown(f"**{HOLDS[kind]}.** {MEANS[kind]}")
        st.table(_formats(kind_read_as(kind)))
        st.caption(CONTENT_DECIDES)
    with example:
        offer_templates(kind_read_as(kind))
        template = next(
            each
            for each in templates_for(kind_read_as(kind))
            if kind in (each.kind, each.key) and (kind != "points" or each.key != "distances")
        )
        st.markdown(f"**Worked example:** {as_plain_text(template.filename)}")
        rows, notices = _worked(template.text, template.filename, kind_read_as(kind))
        if rows is None:
            st.code(template.text, language=None)
        else:
            st.dataframe(rows, hide_index=True, alt=f"The rows of {template.filename}")
        for notice in notices:
            st.markdown(f"- {as_plain_text(notice)}")


@once
def _formats(kind: str) -> pd.DataFrame:
    """A row for each format that holds this kind."""
    rows = formats_holding(kind)
    return pd.DataFrame(
        {
            "Format": [row.title for row in rows],
            "Names end in": [", ".join(row.suffixes) for row in rows],
            "How it holds it": [row.holds[kind] or "as it is" for row in rows],
        }
    ).set_index("Format")


@once
def _worked(text: str, filename: str, kind: str) -> tuple[pd.DataFrame | None, tuple[str, ...]]:
    """The cells of a template that is a table, and what is said when it is read."""
    table = inspect_cells(text.encode(), filename, kind)
    notices = open_upload(text.encode(), filename, kind).notices
    return None if table is None else table.frame, notices
