"""A walk over a page by the Tab key alone: what it reaches, what shows it, and whether it ends."""

from typing import Any

import pytest

MOST_STEPS = 250

# How an element looks, with what is beside it and around it: where the mark of the focus may be.
LOOKS = """
  const looks = (one) => {
    const table = one.closest("[data-testid=stDataFrame]");
    const parent = one.parentElement;
    const around = [one, parent, parent?.parentElement, table].filter(Boolean);
    const beside = [...(one.parentElement?.children ?? [])].slice(0, 12);
    return [...around, ...beside, ...one.children].map((each) => {
      const style = getComputedStyle(each);
      return [style.outline, style.boxShadow, style.border, style.backgroundColor, style.color,
        style.textDecoration, style.opacity].join();
    }).join(";");
  };
"""

# Where the keys are: marks it, and says its name; "" on the page itself, null where it was before.
STEP = (
    """() => {"""
    + LOOKS
    + """
  let here = document.activeElement;
  while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
  if (!here || here === document.body || here === document.documentElement) return "";
  if (here.dataset.walked) return null;
  here.dataset.walked = "1";
  const name = (here.getAttribute("aria-label") || here.innerText || here.tagName).trim();
  (window.walkedOver ??= []).push([here, looks(here), name]);
  return name.slice(0, 60);
}"""
)

# What looks the same with the focus on it and without; a mark that is drawn late is waited for.
UNSEEN = (
    """async () => {"""
    + LOOKS
    + """
  const frames = async (n) => { while (n--) await new Promise(requestAnimationFrame); };
  document.activeElement?.blur();
  await frames(10);
  const found = [];
  for (const [one, then, name] of window.walkedOver ?? []) {
    if (!one.isConnected || !one.checkVisibility()) continue;
    const without = looks(one);
    if (without !== then) continue;
    one.focus({ focusVisible: true });
    for (let n = 0; n < 60 && looks(one) === without; n++) await frames(1);
    if (looks(one) === without) found.push(`${one.tagName} ${name}`.slice(0, 60));
    one.blur();
    await frames(2);
  }
  return found;
}"""
)

# What can be used with a mouse, and was not walked over. A group is entered once: arrow keys go on.
LEFT_OUT = """() => {
  const usable = "input:not([type=hidden]), button, select, textarea, a[href], summary";
  const places = "[data-testid=stMain], [data-testid=stSidebar]";
  const walked = (one) => one.dataset.walked || one.querySelector("[data-walked]");
  const groups = "[role=radiogroup], [role=tablist], [data-testid=stButtonGroup], "
    + "[data-testid=stSelectbox], [data-testid=stMultiSelect]";
  const group = (one) => one.closest(groups);
  return [...document.querySelectorAll(places)].flatMap((place) =>
    [...place.querySelectorAll(usable)]).filter((one) => {
      const box = one.getBoundingClientRect(), style = getComputedStyle(one);
      if (!box.width || !box.height || style.visibility === "hidden") return false;
      if (one.disabled || one.getAttribute("aria-disabled") === "true") return false;
      if (one.closest("[aria-hidden=true], [inert], .js-plotly-plot, canvas")) return false;
      if (walked(one)) return false;
      const together = group(one);
      if (together && walked(together)) return false;
      return true;
    }).map((one) => one.getAttribute("aria-label") || one.innerText || one.outerHTML.slice(0, 160));
}"""


def walk(page: Any) -> list[str]:
    """The names of what the Tab key reaches, from the head of the page until it comes round."""
    page.add_style_tag(content="* { transition: none !important; }")
    page.locator("h1").first.click()
    reached: list[str] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        name = page.evaluate(STEP)
        if name is None:
            return reached
        reached += [name] if name else []
    pytest.fail(f"the keys go on for ever: {reached[-20:]}")


def left_out(page: Any) -> list[str]:
    """What a mouse can use and the walk did not reach."""
    found: list[str] = page.evaluate(LEFT_OUT)
    return found


def unseen(page: Any) -> list[str]:
    """What the walk reached without anything on the screen that shows where the keys are."""
    found: list[str] = page.evaluate(UNSEEN)
    return found
