// A picture of the page as an SVG for a paper: light, in millimetres, with title and provenance.

const PT_PER_MM = 72 / 25.4;
// As wide in pixels as on screen, as long as text of 12 px there is 5 to 7 pt in print.
const MOST_PX_PER_PT = 12 / 5;
const LEAST_PX_PER_PT = 12 / 7;
const PAD = 8;
const TITLE_PX = 14;
const NOTE_PX = 9;
const FONT = "Inter, Helvetica, Arial, sans-serif";
const INK = "#0B1219";
const MUTED = "#566370";
const SPARE = 0.88; // a reader without this typeface may need more room for a line
const SVG = "http://www.w3.org/2000/svg";

const scripts = {};

export function script(address) {
  scripts[address] ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = resolve;
    element.onerror = () => reject(new Error(`${address} could not be loaded`));
    document.head.append(element);
  });
  return scripts[address];
}

// plotly.js keeps what is shown, zoom included, in the element that it draws into.
export async function pictureOf(plot, spec) {
  await script("/plotly/plotly.min.js");
  const points = spec.widthMm * PT_PER_MM;
  const onScreen = plot._fullLayout.width;
  const width = Math.round(Math.min(MOST_PX_PER_PT * points, Math.max(LEAST_PX_PER_PT * points, onScreen)));
  const paint = painter(spec.lightOf);
  const layout = inLight(paint(structuredClone(plot.layout)), width);
  const sheet = document.createElement("div");
  sheet.style.cssText = "position:absolute;left:-100000px";
  document.body.append(sheet);
  try {
    await window.Plotly.newPlot(sheet, paint(structuredClone(plot.data)), layout, { staticPlot: true });
    const height = await setHeight(sheet, shapeOf(plot), width);
    const drawn = await window.Plotly.toImage(sheet, { format: "svg", width, height, imageDataOnly: true });
    return compose(drawn, { width, height, blank: blankAbove(sheet) }, spec);
  } finally {
    window.Plotly.purge(sheet);
    sheet.remove();
  }
}

// Height to width of what lies within the axes, as it is on screen.
function shapeOf(plot) {
  const { xaxis, yaxis, _size } = plot._fullLayout;
  const equal = yaxis?.scaleanchor;
  const [high, wide] = equal ? [yaxis._length, xaxis._length] : [_size.h, _size.w];
  return Math.min(1.2, Math.max(0.25, high / wide)) * (equal ? 1 : 1.15);
}

// Legends and bars of colour take what they need; what lies within the axes keeps its shape.
async function setHeight(sheet, shape, width) {
  let height = width; // as inLight begins
  for (let round = 0; round < 4; round += 1) {
    const { w, h } = sheet._fullLayout._size;
    const better = Math.round(height - h + w * shape);
    if (Math.abs(better - height) < 2) break;
    height = better;
    await window.Plotly.relayout(sheet, { height });
  }
  return height;
}

function blankAbove(sheet) {
  const parts = [...sheet.querySelectorAll(".infolayer > g")].map((part) => part.getBoundingClientRect());
  const tops = parts.filter((box) => box.height).map((box) => box.top - sheet.getBoundingClientRect().top);
  return Math.max(0, Math.min(sheet._fullLayout._size.t, ...tops) - PAD);
}

// Every colour of the dark theme has one of the light theme: components/palette.py.
function painter(lightOf) {
  const known = new Map(Object.entries(lightOf));
  const paint = (value) => {
    if (typeof value === "string") {
      if (known.has(value)) return known.get(value);
      return value.replace(/#[0-9A-Fa-f]{6}\b|(?<=rgba?\()\d+,\d+,\d+/g, (found) => known.get(found) ?? found);
    }
    if (ArrayBuffer.isView(value) || value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(paint);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, paint(each)]));
  };
  return known.size ? paint : (value) => value;
}

function inLight(layout, width) {
  const axes = Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name));
  const light = { automargin: true, gridcolor: "#E3E8ED", zerolinecolor: "#C9D1D9", linecolor: "#84919E" };
  for (const name of ["xaxis", "yaxis", ...axes]) layout[name] = { ...layout[name], ...light };
  const { title, template, ...kept } = layout;
  return {
    ...kept,
    width,
    height: width,
    autosize: false,
    paper_bgcolor: "#FFFFFF",
    plot_bgcolor: "#FFFFFF",
    colorway: layout.colorway ?? template?.layout?.colorway,
    font: { ...layout.font, family: FONT, color: INK },
    legend: { ...layout.legend, bgcolor: "rgba(255,255,255,0)" },
    margin: { t: 24, ...layout.margin, l: 12, r: 12, b: 12 },
    dragmode: false,
    updatemenus: [],
    sliders: [],
  };
}

function compose(drawn, { width, height, blank }, spec) {
  const inner = new DOMParser().parseFromString(drawn, "image/svg+xml").documentElement;
  const titles = wrap(spec.title, SPARE * width - 2 * PAD, `600 ${TITLE_PX}px Inter`);
  const notes = spec.provenance ? wrap(spec.provenance, SPARE * width - 2 * PAD, `${NOTE_PX}px Inter`) : [];
  const top = titles.length ? PAD + titles.length * TITLE_PX * 1.3 : 0;
  const bottom = notes.length ? PAD + notes.length * NOTE_PX * 1.4 : 0;
  const whole = Math.ceil(top + height - blank + bottom);
  const pxPerMm = width / spec.widthMm;
  const svg = make("svg", {
    xmlns: SVG,
    width: `${spec.widthMm}mm`,
    height: `${(whole / pxPerMm).toFixed(2)}mm`,
    viewBox: `0 0 ${width} ${whole}`,
  });
  svg.append(make("title", {}, spec.title), make("desc", {}, spec.provenance || spec.made));
  svg.append(make("rect", { width, height: whole, fill: "#FFFFFF" }));
  inner.setAttribute("y", top - blank);
  for (const text of inner.querySelectorAll("[style]")) text.style.removeProperty("text-shadow");
  svg.append(inner); // it has a ground of its own
  svg.append(lines(titles, "title", PAD + TITLE_PX, TITLE_PX * 1.3, { "font-size": TITLE_PX, "font-weight": 600, fill: INK }));
  svg.append(lines(notes, "provenance", top + height - blank + NOTE_PX, NOTE_PX * 1.4, { "font-size": NOTE_PX, fill: MUTED }));
  return { svg, width, height: whole, pxPerMm };
}

function lines(texts, name, y, step, settings) {
  const group = make("g", { class: name, "font-family": FONT, ...settings });
  texts.forEach((text, row) => group.append(make("text", { x: PAD, y: (y + row * step).toFixed(1) }, text)));
  return group;
}

function make(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== "xmlns") element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

function wrap(text, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const found = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = found.length ? `${found.at(-1)} ${word}` : word;
    if (found.length && pen.measureText(longer).width <= width) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}
