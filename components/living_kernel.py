"""A living picture of what a kernel does: likeness to each point, and the sum as the reach moves.

Drawn in the browser. The reach breathes until a pointer, or the slider's arrow keys, takes it over;
whoever asked the system for less motion sees it stand still.
"""

import streamlit as st

from components import palette

POINTS = (0.9, 1.3, 1.5, 2.1, 4.4, 5.0, 5.2, 5.4, 6.0, 8.3)
SENTENCE = (
    "Ten points on a line. Each thin curve is the likeness to one point, the thick one their sum: "
    "with a short reach a comb of single points, with a long one a hill that hides the groups."
)

_JAVASCRIPT = """
const WIDTH = 640, HEIGHT = 150, BASE = 138, LOW = 0.12, HIGH = 1.6;
const place = (x) => 10 + (x / 9.4) * (WIDTH - 20);
export default function ({ data, parentElement }) {
  const svg = parentElement.querySelector("svg"), reach = parentElement.querySelector("input");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const grid = Array.from({ length: 190 }, (_, i) => (i * 9.4) / 189);
  const line = (heights) =>
    "M" + heights.map((y, i) => place(grid[i]).toFixed(1) + " " + (BASE - y).toFixed(1)).join("L");
  const make = (name, kind) => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", name);
    one.setAttribute("class", kind);
    svg.append(one);
    return one;
  };
  svg.replaceChildren();
  const bumps = data.points.map(() => make("path", "bump")), sum = make("path", "sum");
  for (const x of data.points) {
    const dot = make("circle", "dot");
    for (const [name, value] of [["cx", place(x)], ["cy", BASE], ["r", 4]])
      dot.setAttribute(name, value);
  }
  const draw = (h) => {
    const each = data.points.map((p) => grid.map((x) => Math.exp(-0.5 * ((x - p) / h) ** 2)));
    const all = grid.map((_, i) => each.reduce((total, bump) => total + bump[i], 0));
    const scale = 122 / Math.max(...all);
    each.forEach((bump, i) => bumps[i].setAttribute("d", line(bump.map((y) => y * scale))));
    sum.setAttribute("d", line(all.map((y) => y * scale)));
  };
  const of = (share) => LOW * (HIGH / LOW) ** share;
  let taken = still.matches, frame = 0;
  const breathe = (time) => {
    if (taken) return;
    const share = 0.5 - 0.5 * Math.cos(time / 2600);
    reach.value = share;
    draw(of(share));
    frame = requestAnimationFrame(breathe);
  };
  reach.oninput = () => { taken = true; draw(of(Number(reach.value))); };
  draw(of(Number(reach.value)));
  frame = requestAnimationFrame(breathe);
  return () => cancelAnimationFrame(frame);
}
"""

_CSS = """
figure { margin: 0; font-family: var(--st-font); color: var(--st-text-color); }
svg { display: block; width: 100%; height: auto; max-height: 9.4rem; }
path { fill: none; stroke-linejoin: round; }
.bump { stroke: var(--st-primary-color); stroke-opacity: 0.45; stroke-width: 1.3; }
.sum { stroke: var(--st-text-color); stroke-width: 3; }
.dot { fill: var(--accent); }
label { display: flex; gap: 0.6rem; align-items: center; font-size: 0.85rem; }
input { flex: 1; accent-color: var(--st-primary-color); }
"""

_LIVING = st.components.v2.component(
    "living_kernel",
    html=f'<figure><svg viewBox="0 0 640 150" role="img" aria-label="{SENTENCE}"></svg>'
    '<label>Reach of the kernel <input type="range" min="0" max="1" step="0.01" value="0.35">'
    "</label></figure>",
    css=f":host, figure {{ --accent: {palette.CATEGORIES_LIGHT[1]}; }}" + _CSS,
    js=_JAVASCRIPT,
)


def living_kernel() -> None:
    """Draw it."""
    with st.container(key="fold-living_kernel"):
        _LIVING(data={"points": list(POINTS)}, key="living_kernel", height="content")
