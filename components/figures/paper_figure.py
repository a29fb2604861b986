"""“Figure for a paper”: a picture as PNG, SVG or PDF, drawn in the visitor's browser."""

import re
from pathlib import Path

import streamlit as st

from components import palette
from components.figures.provenance import data_here, line_here
from core.version import __version__

_HTML = """
<details>
  <summary>Figure for a paper</summary>
  <form>
    <label>Title <input name="title" type="text" maxlength="200"></label>
    <label>Format <select name="format">
      <option value="svg">SVG</option><option value="pdf">PDF</option>
      <option value="png2">PNG, 2×</option><option value="png3">PNG, 3×</option>
    </select></label>
    <label>Width <select name="width">
      <option value="88">One column, 88 mm</option>
      <option value="180">Two columns, 180 mm</option><option value="own">My own</option>
    </select></label>
    <label>My own, mm <input name="own" type="number" min="40" max="600" value="120"></label>
    <label class="switch"><input name="provenance" type="checkbox" checked>
      What it was made of, in a line below</label>
    <button type="submit">Save the figure</button> <output aria-live="polite"></output>
  </form>
</details>
"""

_CSS = """
details { font: 0.875rem/1.5 var(--st-font); color: var(--st-text-color); }
summary { cursor: pointer; padding: 0.25rem 0; }
summary:hover, summary:focus-visible { color: var(--st-primary-color); }
form {
  display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: end; padding: 0.4rem 0;
  max-width: min(60rem, 80vw);
}
label { display: grid; gap: 0.1rem; }
label:first-child { flex: 1 1 16rem; }
label.switch { display: flex; gap: 0.4rem; align-items: center; }
input:not([type=checkbox]), select, button {
  font: inherit; color: inherit; background: var(--st-background-color); min-height: 2.1rem;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  padding: 0.15rem 0.5rem; box-sizing: border-box; width: 100%;
}
button { width: auto; cursor: pointer; }
button:hover, button:focus-visible {
  color: var(--st-primary-color); border-color: var(--st-primary-color);
}
"""

_PAPER_FIGURE = st.components.v2.component(
    "paper_figure",
    html=_HTML,
    css=_CSS,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)


def offer_figure(key: str, title: str) -> None:
    """A line below the picture of this key that unfolds to title, format and width."""
    _PAPER_FIGURE(
        data={
            "key": key,
            "title": title,
            "provenance": line_here(),
            "stem": stem("kernelscope", key, data_here()),
            "made": f"Kernelscope {__version__}",
            "lightOf": palette.light_of() if palette.is_dark() else {},
        },
        key=f"figure-{key}",
        width="content",
    )


def stem(*parts: str) -> str:
    """A file's name of these parts, which every system takes.

    >>> stem("kernelscope", "where_map", "Office floor (simulated)")
    'kernelscope-where-map-office-floor-simulated'
    """
    words = [re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts]
    return "-".join(filter(None, words))[:100]
