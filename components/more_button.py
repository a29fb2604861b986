"""A button that unfolds what a verdict says beyond its second line, where it says more."""

import streamlit as st

# The text itself stays in the page, for search and for screen readers: only its height changes.
_JAVASCRIPT = """
export default function ({ parentElement }) {
  const button = parentElement.querySelector("button");
  const root = parentElement.getRootNode();
  const box = (root.host ?? parentElement).closest("[class*=st-key-verdict-]");
  const folded = () => box.dataset.whole === undefined;
  const look = () => {
    const parts = box.querySelectorAll("[data-testid=stMarkdownContainer] p");
    const hidden = [...parts].some((part) => part.scrollHeight > part.clientHeight + 3);
    button.hidden = folded() && !hidden;
    button.textContent = folded() ? "more" : "less";
    button.setAttribute("aria-expanded", String(!folded()));
  };
  button.onclick = () => {
    if (folded()) box.dataset.whole = "";
    else delete box.dataset.whole;
    look();
  };
  const size = new ResizeObserver(look), words = new MutationObserver(look);
  size.observe(box);
  words.observe(box, { childList: true, characterData: true, subtree: true });
  document.fonts.ready.then(look);
  look();
  return () => { size.disconnect(); words.disconnect(); };
}
"""

_CSS = """
button { font: inherit; font-family: var(--st-font); font-size: 0.875rem; line-height: 1.3;
  cursor: pointer;
  color: var(--st-link-color); background: var(--st-background-color); text-decoration: underline;
  border: none; border-radius: 0.25rem; padding: 0.1rem 0.4rem; }
button:focus-visible { outline: 2px solid var(--st-primary-color); }
button[hidden] { display: none; }
"""

_MORE = st.components.v2.component(
    "more_of_the_verdict",
    html='<button type="button" hidden aria-expanded="false">more</button>',
    css=_CSS,
    js=_JAVASCRIPT,
)


def more_button(*, key: str) -> None:
    """Draw the button, inside the container of a verdict."""
    with st.container(key=f"more-{key}"):
        _MORE(key=f"unfold-{key}", width="content", height="content")
