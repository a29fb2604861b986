"""Where the main picture of a page lies on the screen, and what overlaps or is cut."""

from typing import Any

from tests.browser.steady import steady

LOWEST_TOP_PX = 200  # where a main picture begins at the latest, on 1440×900
PROJECTOR, LAPTOP, OLD_PROJECTOR, PHONE = (1440, 900), (1280, 720), (1024, 768), (390, 844)

# The marked pictures that have a size, in page coordinates.
PICTURES = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  return [...document.querySelectorAll("[class*=st-key-fold-]")].map((place) => {
    const box = place.getBoundingClientRect();
    return { key: place.className.match(/st-key-fold-[\\w-]+/)[0].slice(12),
             top: Math.round(box.top + main.scrollTop),
             bottom: Math.round(box.bottom + main.scrollTop),
             left: Math.round(box.left), right: Math.round(box.right) };
  }).filter((one) => one.bottom - one.top > 60);
}"""

# What lies over something else in the head of a page, and text that its own box cuts.
FAULTS = """() => {
  const faults = [];
  const wide = document.documentElement;
  if (wide.scrollWidth > wide.clientWidth + 1) faults.push("the page scrolls sideways");
  const parts = [...document.querySelectorAll(
    "[class*=st-key-title-] h1, [class*=st-key-actions-] > *, [class*=st-key-verdict-] p, "
    + "[class*=st-key-more-] button, [class*=st-key-fold-]"
  )].map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
  const overlap = (a, b) => a.left < b.right - 2 && b.left < a.right - 2
    && a.top < b.bottom - 2 && b.top < a.bottom - 2;
  parts.forEach(([one, box], i) => {
    if (box.right > innerWidth + 1 || box.left < -1) faults.push("outside: " + one.className);
    for (const [other, its] of parts.slice(i + 1))
      if (!one.contains(other) && !other.contains(one) && overlap(box, its))
        faults.push(`${one.textContent.slice(0, 40)} lies over ${other.textContent.slice(0, 40)}`);
  });
  const main = document.querySelector("[data-testid=stMain]");
  for (const text of main.querySelectorAll("h1, h2, h3, p, button, label, td, th")) {
    const style = getComputedStyle(text);
    const wider = text.scrollWidth > text.clientWidth + 2;
    if (text.clientWidth && style.overflowX !== "visible" && wider)
      faults.push(`cut: ${text.textContent.trim().slice(0, 60)}`);
  }
  return [...new Set(faults)];
}"""


def pictures(page: Any, size: tuple[int, int]) -> list[dict[str, Any]]:
    """The main picture and those beside it at a size of the window, once they hold still."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found: list[dict[str, Any]] = steady(page, lambda: page.evaluate(PICTURES))
    return found


def faults(page: Any) -> list[str]:
    """What overlaps or is cut, at the size that the window has."""
    found: list[str] = page.evaluate(FAULTS)
    return found
