"""A button that puts the link to exactly this picture on the clipboard."""

import streamlit as st

_JAVASCRIPT = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const label = button.querySelector("span");
  button.onclick = async () => {
    const here = window.location;
    // A part of the page that was redrawn alone has written a newer link than this button has.
    const latest = window.kernelscopeAddress;
    const isHere = data.ofThisPage && latest?.page === here.pathname.split("/").pop();
    const query = isHere ? latest.link : new URLSearchParams(data.query).toString();
    const link = here.origin + here.pathname + "?" + query;
    try {
      await navigator.clipboard.writeText(link);
      label.textContent = "Copied";
    } catch {
      window.prompt("Copy this link:", link);
    }
    setTimeout(() => { label.textContent = "Copy link"; }, 1600);
  };
}
"""

_CSS = """
button {
  font: inherit; font-family: var(--st-font); font-size: 0.875rem; line-height: 1.4;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  padding: 0.25rem 0.75rem; min-height: 2.1rem; cursor: pointer; white-space: nowrap;
}
button:hover, button:focus-visible {
  color: var(--st-primary-color); border-color: var(--st-primary-color); outline: none;
}
"""

_COPY_LINK = st.components.v2.component(
    "copy_link",
    html='<button type="button" title="Copy a link that opens this same picture">'
    '<span aria-live="polite">Copy link</span></button>',
    css=_CSS,
    js=_JAVASCRIPT,
)


def copy_link_button(query: list[tuple[str, str]], *, key: str, of_this_page: bool = True) -> None:
    """Draw the button; ``query`` holds every setting as (name, value).

    A link to another page than the one it stands on (``of_this_page`` is false) is that query.
    """
    data = {"query": [list(pair) for pair in query], "ofThisPage": of_this_page}
    _COPY_LINK(data=data, key=key, width="content")
