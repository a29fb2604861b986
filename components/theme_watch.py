"""The page is painted again when the theme on screen is not the one it was painted for.

Streamlit restyles what is its own at once. Colours that figures, plans and canvases got from the
server stay until the next run: dark lines on a dark page, when the system switches at dusk.
"""

import streamlit as st

_JAVASCRIPT = """
const seenBy = (probe) => {
  const [red, green, blue] = getComputedStyle(probe).backgroundColor.match(/[\\d.]+/g).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128 ? "dark" : "light";
};
export default function ({ data, parentElement, setTriggerValue }) {
  const probe = parentElement.querySelector("i");
  probe.dataset.painted = data.painted;
  const look = () => {
    const seen = seenBy(probe);
    if (seen === probe.dataset.painted) delete probe.dataset.asked;
    // Asked for once: a server that does not follow must not be asked forever.
    else if (seen !== probe.dataset.asked) setTriggerValue("seen", (probe.dataset.asked = seen));
  };
  probe.ontransitionend = look;
  look();
}
"""

# The shortest transition there is: its end tells that the theme's background has changed.
_CSS = """
i { display: block; width: 1px; height: 1px; opacity: 0;
    background-color: var(--st-background-color); transition: background-color 1ms; }
"""

_WATCH = st.components.v2.component(
    "theme_watch", html='<i aria-hidden="true"></i>', css=_CSS, js=_JAVASCRIPT
)


def watch_theme() -> None:
    """Run the page again when the viewer's theme, or the system's, switches."""
    painted = st.context.theme.type or "light"
    _WATCH(data={"painted": painted}, key="theme_watch", on_seen_change=_run_again, height=1)


def _run_again() -> None:
    """Nothing to keep: the run that follows reads the theme again."""
