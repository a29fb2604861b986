// Levels of the beacons as bars; rows are made once and only their widths change.

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".bars");
  if (box.dataset.names !== data.names.join("\n")) {
    box.replaceChildren(...data.names.map((name, i) => row(name, data.labels[i])));
    box.dataset.names = data.names.join("\n");
    const longest = Math.max(4, ...data.labels.map((label) => label.length));
    box.style.setProperty("--name-width", `${longest + 1}ch`);
  }
  data.levels_dbm.forEach((level, i) => {
    const [, track, number] = box.children[i].children;
    const share = level === null ? 0 : (level - data.lowest_dbm) / (data.highest_dbm - data.lowest_dbm);
    track.firstChild.style.width = `${100 * Math.max(0, Math.min(1, share))}%`;
    number.textContent = level === null ? "–" : `${Math.round(level)}`;
    const words = level === null ? "not heard" : `${Math.round(level)} dBm`;
    box.children[i].setAttribute("aria-label", `${data.names[i]}: ${words}`);
  });
}

// One item of the list: the label as it fits, the bar, the number; the whole name on hover.
function row(name, label) {
  const line = document.createElement("div");
  line.className = "row";
  line.setAttribute("role", "listitem");
  line.title = name;
  for (const part of ["name", "track", "number"]) {
    const cell = document.createElement("span");
    cell.className = part;
    line.append(cell);
  }
  line.children[0].textContent = label;
  line.children[1].append(document.createElement("i"));
  return line;
}
