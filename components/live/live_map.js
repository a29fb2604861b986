// The moving map: floor below, then heat, trails, ellipses and dots, gliding between two pictures.
// The floor is sent once (kind "floor") and kept by its key; frames (kind "frame") are small.

const floors = (window.kernelscopeFloors ??= new Map());
const views = new WeakMap();
const NAMES_FROM_PX_PER_M = 14; // on a smaller map the names of beacons would cover each other

export default function ({ data, parentElement }) {
  if (data.kind === "floor") {
    keepFloor(data);
    return;
  }
  const canvas = parentElement.querySelector("canvas");
  let view = views.get(canvas);
  if (!view) {
    view = { canvas, frame: null, before: null, since: 0, glide: 0 };
    views.set(canvas, view);
    new ResizeObserver(() => draw(view, performance.now())).observe(canvas);
  }
  const now = performance.now();
  view.before = view.frame && view.frame.key === data.key ? positions(view, now) : null;
  view.glide = view.frame ? Math.min(now - view.since, 400) : 0;
  view.frame = data;
  view.since = now;
  describe(view);
  animate(view);
}

function keepFloor(floor) {
  if (floor.image && !floor.picture) {
    floor.picture = new Image();
    floor.picture.src = floor.image.url;
  }
  floors.set(floor.key, floor);
  while (floors.size > 6) floors.delete(floors.keys().next().value);
}

// What a test, or somebody who does not see the canvas, can read.
function describe({ canvas, frame }) {
  canvas.setAttribute("aria-label", frame.alt);
  canvas.dataset.frame = frame.number;
  canvas.dataset.dots = frame.dots.length;
  const first = frame.dots[0];
  canvas.dataset.x = first ? first.x.toFixed(2) : "";
  canvas.dataset.y = first ? first.y.toFixed(2) : "";
}

function animate(view) {
  if (view.waiting) return;
  view.waiting = true;
  requestAnimationFrame((now) => {
    view.waiting = false;
    if (!view.canvas.isConnected) return;
    draw(view, now);
    if (now - view.since < view.glide || !floors.has(view.frame.key)) animate(view);
  });
}

// Where every dot is now: on its way from the picture before to the newest.
function positions(view, now) {
  const share = view.glide > 0 ? Math.min((now - view.since) / view.glide, 1) : 1;
  const result = new Map();
  for (const dot of view.frame.dots) {
    const from = view.before?.get(dot.id);
    const near = from && Math.hypot(from.x - dot.x, from.y - dot.y) < 8;
    result.set(dot.id, {
      x: near ? from.x + share * (dot.x - from.x) : dot.x,
      y: near ? from.y + share * (dot.y - from.y) : dot.y,
    });
  }
  return result;
}

function draw(view, now) {
  const { canvas, frame } = view;
  const floor = frame && floors.get(frame.key);
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  if (!floor || !width) return;
  const height = Math.round(Math.min(600, width * shape(floor)));
  if (canvas.style.height !== `${height}px`) canvas.style.height = `${height}px`;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const at = projection(floor, width, height);
  drawFloor(pen, floor, at);
  for (const [x, y, share] of frame.heat) {
    circle(pen, at(x, y), at.scale * floor.reach_m, null, heatColour(floor, share));
  }
  drawBeacons(pen, floor, at);
  for (const trail of frame.trails) {
    line(pen, trail.points, at, trail.colour, 2, [], 0.55);
  }
  const here = positions(view, now);
  for (const dot of frame.dots) {
    const place = at(here.get(dot.id).x, here.get(dot.id).y);
    for (const ring of dot.rings) ellipse(pen, place, ring, at, dot.colour);
    if (dot.truth) {
      const truth = at(dot.truth[0], dot.truth[1]);
      segment(pen, place, truth, dot.colour);
      cross(pen, truth, floor.ink);
    }
    circle(pen, place, dot.selected ? 9 : 6, floor.paper, dot.colour);
    if (dot.label) text(pen, dot.label, [place[0] + 12, place[1] + dot.label_below], floor.ink);
  }
}

// Height over width of the floor, so that no paper is left empty.
function shape(floor) {
  const [left, bottom, right, top] = floor.bounds_m;
  return Math.max(0.35, Math.min(1.2, (top - bottom) / (right - left)));
}

function projection(floor, width, height) {
  const [left, bottom, right, top] = floor.bounds_m;
  const scale = Math.min(width / (right - left), height / (top - bottom));
  const x0 = (width - scale * (right - left)) / 2, y0 = (height - scale * (top - bottom)) / 2;
  const at = (x, y) => [
    x0 + scale * (floor.x_to_the_left ? right - x : x - left),
    y0 + scale * (floor.y_downwards ? y - bottom : top - y),
  ];
  at.scale = scale;
  at.turn = (floor.y_downwards ? 1 : -1) * (floor.x_to_the_left ? -1 : 1);
  return at;
}

function drawFloor(pen, floor, at) {
  if (floor.image && floor.picture.complete && floor.picture.naturalWidth) {
    const a = at(floor.image.left_m, floor.image.top_m);
    const b = at(floor.image.right_m, floor.image.bottom_m);
    pen.globalAlpha = floor.image.opacity;
    pen.drawImage(floor.picture, a[0], a[1], b[0] - a[0], b[1] - a[1]);
    pen.globalAlpha = 1;
  }
  for (const room of floor.rooms) {
    path(pen, room.outline, at);
    pen.globalAlpha = 0.1;
    pen.fillStyle = floor.faint;
    pen.fill();
    pen.globalAlpha = 1;
    text(pen, room.name, at(...room.centre), floor.faint_text, "center");
  }
  for (const wall of floor.walls) line(pen, wall, at, floor.faint, 2);
  for (const door of floor.doors) line(pen, door, at, floor.door, 3);
  if (!floor.image && !floor.walls.length) {
    for (const [x, y] of floor.places) circle(pen, at(x, y), 1.5, null, floor.faint);
  }
  const metres = niceLength((floor.bounds_m[2] - floor.bounds_m[0]) / 5);
  const bar = [12, pen.canvas.clientHeight - 12];
  pen.strokeStyle = floor.ink;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(...bar);
  pen.lineTo(bar[0] + metres * at.scale, bar[1]);
  pen.stroke();
  text(pen, `${metres} m`, [bar[0], bar[1] - 8], floor.ink);
}

function drawBeacons(pen, floor, at) {
  for (const { name, x, y } of floor.beacons) {
    const [px, py] = at(x, y);
    pen.fillStyle = floor.beacon;
    pen.beginPath();
    pen.moveTo(px, py - 5); pen.lineTo(px + 5, py); pen.lineTo(px, py + 5); pen.lineTo(px - 5, py);
    pen.fill();
    if (at.scale >= NAMES_FROM_PX_PER_M) text(pen, name, [px + 7, py + 3], floor.faint_text);
  }
}

function heatColour(floor, share) {
  const colours = floor.heat_colours;
  return colours[Math.min(colours.length - 1, Math.floor(share * colours.length))];
}

function path(pen, points, at) {
  pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(...at(x, y)) : pen.moveTo(...at(x, y))));
}

function line(pen, points, at, colour, width, dash = [], alpha = 1) {
  if (points.length < 2) return;
  path(pen, points, at);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.globalAlpha = alpha;
  pen.setLineDash(dash);
  pen.stroke();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

function segment(pen, from, to, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}

function ellipse(pen, [x, y], ring, at, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.setLineDash(ring.dash ? [2, 4] : []);
  pen.beginPath();
  pen.ellipse(
    x, y, ring.long_m * at.scale, ring.short_m * at.scale, at.turn * ring.angle, 0, 2 * Math.PI
  );
  pen.stroke();
  pen.setLineDash([]);
}

function circle(pen, [x, y], radius, outline, colour) {
  pen.beginPath();
  pen.arc(x, y, Math.max(radius, 1), 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  if (outline) {
    pen.strokeStyle = outline;
    pen.lineWidth = 2;
    pen.stroke();
  }
}

function cross(pen, [x, y], colour) {
  for (const [dx, dy] of [[5, 5], [5, -5]]) {
    segment(pen, [x - dx, y - dy], [x + dx, y + dy], colour);
  }
}

function text(pen, words, [x, y], colour, align = "left") {
  pen.font = "11px Inter, sans-serif";
  pen.textAlign = align;
  pen.fillStyle = colour;
  pen.fillText(words, x, y);
}

function niceLength(metres) {
  return [1, 2, 5, 10, 20, 50, 100, 200, 500].find((length) => length >= metres) ?? 1000;
}
