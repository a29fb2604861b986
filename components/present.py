"""Present mode, for a projector: large type, no sidebar, arrow keys that move what leads the page.

A button of the action bar opens it, or the word ``present`` in a link; Escape or a click leaves it.
"""

import streamlit as st

from components.link_state import PRESENT, note_words, noted_words, will_arrive
from components.navigation import VIEWS

PRESENTING = "presenting"
LARGER = 1.35  # text of pictures against that of a page at a desk

# The arrows move a slider by its own steps: what the server hears is what a hand would have done.
_JAVASCRIPT = """
const sliders = (lead) => {
  const all = (place) => [...document.querySelectorAll(place + " input[type=range]")];
  const named = lead ? all(".st-key-" + lead) : [];
  const every = [...named, ...all("[data-testid=stMain]"), ...all("[data-testid=stSidebar]")];
  return every.filter((one) => !one.disabled);
};
export default function ({ data, parentElement, setTriggerValue }) {
  const leave = () => setTriggerValue("left", true);
  parentElement.querySelector("button").onclick = leave;
  const press = (event) => {
    if (event.key === "Escape") return leave();
    const arrow = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (!arrow || event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = "input, textarea, select, [role=combobox], [role=radio], canvas, [role=grid]";
    if (event.target.closest?.(typing)) return;  // they have a use of their own for arrows
    const slider = sliders(data.lead)[0];
    if (!slider) return;
    // The slider answers keys that it hears itself, also out of sight.
    for (const kind of ["keydown", "keyup"])
      slider.dispatchEvent(new KeyboardEvent(kind, { key: event.key, bubbles: true }));
    event.preventDefault();
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}
"""

_CSS = """
button { font: inherit; font-family: var(--st-font); font-size: 0.75rem; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: 0.5rem; padding: 0.2rem 0.6rem; }
button:focus-visible { outline: 2px solid var(--st-primary-color); }
"""

_KEYS = st.components.v2.component(
    "present_keys",
    html='<button type="button">← → move the slider · Esc leaves</button>',
    css=_CSS,
    js=_JAVASCRIPT,
)

_STYLE = """<style>
:root { font-size: 20px; }
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpandSidebarButton"],
[class*="st-key-actions-"], [class*="st-key-csv-"] { display: none !important; }
[data-testid="stMainBlockContainer"] { padding-top: 0.8rem; }
</style>"""


def is_presenting() -> bool:
    """Whether the page is shown for a room."""
    return bool(st.session_state.get(PRESENTING, False))


def present(*, on: bool = True) -> None:
    """Begin, or leave; for use as a button's callback."""
    st.session_state[PRESENTING] = on


def follow_presenting_link(page: str) -> None:
    """Begin where the link asks for it, at an arrival: before the page takes its own settings."""
    if will_arrive(page) and PRESENT in st.query_params:
        present()


def keep_presenting_in_links() -> None:
    """Keep the word in the page's own links, after what else stands there beside settings."""
    if is_presenting():
        note_words([*noted_words(), (PRESENT, "1")])


def show_presenting(page: str) -> None:
    """The style of the mode, its keys and the way out."""
    if not is_presenting():
        return
    lead = next(view.lead for view in VIEWS if view.url_path == page)
    st.html(_STYLE)
    with st.container(key="present_keys", width="content"):
        _KEYS(data={"lead": lead}, key="present", on_left_change=_leave, width="content")


def _leave() -> None:
    present(on=False)
