"""How well text stands out from what really lies behind it, pixel by pixel.

The contrast ratio is that of WCAG 2 (1.4.3): (L + 0.05) / (l + 0.05) with the relative luminances
of text and background. The background is taken from a picture of the page without its text, so
that bands, maps, boxes and everything else behind a label count.
"""

import io
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

TEXT, LARGE = 4.5, 3.0
LARGE_PX, LARGE_BOLD_PX = 24.0, 18.66
BEHIND = 0.25  # a label may touch a line: three quarters of what lies behind it count
TALLEST_PX = 12_000

# Every run of text: its box, its colour with all opacities on the way to the page, its size.
# Left out: what nobody sees, and what another lies over. What is switched off counts.
COLLECT = r"""() => {
  const found = [];
  const opaque = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const off = "[hidden]";
  const visit = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.shadowRoot) visit(node.shadowRoot);
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const parent = node.parentElement;
      if (!parent || ["STYLE", "SCRIPT", "TITLE"].includes(parent.tagName)) continue;
      const style = getComputedStyle(parent);
      if (style.visibility !== "visible" || parent.closest(off)) continue;
      const svg = parent instanceof SVGElement;
      const colour = opaque(svg ? style.fill : style.color);
      if (svg) colour[3] *= Number(style.fillOpacity);
      for (let up = parent; up; up = up.parentElement ?? up.getRootNode().host)
        colour[3] *= Number(getComputedStyle(up).opacity);
      if (svg && style.fill === "none") continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width < 2 || box.height < 2 || colour[3] < 0.02) continue;
        found.push({
          text: node.data.trim().slice(0, 60), colour, size: parseFloat(style.fontSize),
          weight: Number(style.fontWeight), icon: /Material/.test(style.fontFamily),
          place: (parent.closest("[data-testid]")?.dataset.testid ?? "") + " "
            + (parent.closest("[class*=st-key-]")?.className.match(/st-key-[\w-]+/)?.[0] ?? ""),
          clipped: clips(parent, box),
          box: [box.left, box.top, box.right, box.bottom],
        });
      }
    }
  };
  const clips = (element, box) => {
    for (let up = element; up; up = up.parentElement ?? up.getRootNode().host) {
      if (getComputedStyle(up).overflow === "visible") continue;
      const edge = up.getBoundingClientRect();
      const wide = Math.min(edge.right, box.right) - Math.max(edge.left, box.left);
      const high = Math.min(edge.bottom, box.bottom) - Math.max(edge.top, box.top);
      if (wide < 2 || high < 2) return true;
    }
    return false;
  };
  visit(document.body);
  return found;
}"""

HIDDEN = """
* { color: transparent !important; -webkit-text-fill-color: transparent !important;
    caret-color: transparent !important; transition: none !important; animation: none !important; }
text, tspan { fill: transparent !important; }
"""
HIDE = """(css) => {
  const visit = (root) => {
    const style = document.createElement("style");
    style.textContent = css;
    style.className = "no-text-for-now";
    (root.head ?? root).append(style);
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot) visit(element.shadowRoot);
  };
  visit(document);
}"""
SHOW = """() => {
  const visit = (root) => {
    for (const style of root.querySelectorAll(".no-text-for-now")) style.remove();
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot) visit(element.shadowRoot);
  };
  visit(document);
}"""


class Poor(NamedTuple):
    """A text that does not stand out enough."""

    ratio: float
    text: str
    place: str
    colour: tuple[int, ...]


def unroll(page: Any) -> None:
    """Make the window as high as the page, so that one picture holds all of it."""
    height = page.evaluate(
        "document.querySelector('[data-testid=stMain]')?.scrollHeight ?? innerHeight"
    )
    size = page.viewport_size
    page.set_viewport_size(
        {"width": size["width"], "height": min(max(height + 8, size["height"]), TALLEST_PX)}
    )


def poor_texts(page: Any) -> list[Poor]:
    """Every text on the page below the ratio that its size asks for, the worst first."""
    texts = page.evaluate(COLLECT)
    page.evaluate(HIDE, HIDDEN)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    page.evaluate(SHOW)
    pixels = np.asarray(picture, dtype=np.float64)
    poor = []
    for found in texts:
        behind = _behind(pixels, found["box"])
        if found["clipped"] or not behind.size:
            continue
        *rgb, alpha = found["colour"]
        shown = alpha * np.array(rgb) + (1 - alpha) * behind
        ratio = float(np.quantile(contrast(shown, behind), BEHIND))
        if ratio < _asked(found):
            poor.append(Poor(round(ratio, 2), found["text"], found["place"], tuple(rgb)))
    return sorted(set(poor))


def contrast(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Ratio of two colours (…, 3), 0 to 255.

    >>> float(contrast(np.zeros(3), np.full(3, 255.0)))
    21.0
    """
    a, b = luminance(first), luminance(second)
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


def luminance(colour: np.ndarray) -> np.ndarray:
    """Relative luminance of sRGB."""
    share = np.asarray(colour, dtype=np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def _behind(pixels: np.ndarray, box: list[float]) -> np.ndarray:
    height, width, _ = pixels.shape
    left, top, right, bottom = box
    rows = slice(max(int(np.ceil(top)), 0), min(int(bottom), height))
    columns = slice(max(int(np.ceil(left)), 0), min(int(right), width))
    return pixels[rows, columns].reshape(-1, 3)


def _asked(found: dict[str, Any]) -> float:
    large = LARGE_BOLD_PX if found["weight"] >= 600 else LARGE_PX
    is_mark = found["icon"] or not any(each.isalnum() for each in found["text"])
    return LARGE if is_mark or found["size"] >= large else TEXT
