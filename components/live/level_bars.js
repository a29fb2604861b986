// Levels of the beacons as bars; rows are made once and only their widths change.

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".bars");
  if (box.dataset.names !== data.names.join("\n")) {
    box.replaceChildren(...data.names.map(row));
    box.dataset.names = data.names.join("\n");
  }
  data.levels_dbm.forEach((level, i) => {
    const [, track, number] = box.children[i].children;
    const share = level === null ? 0 : (level - data.lowest_dbm) / (data.highest_dbm - data.lowest_dbm);
    track.firstChild.style.width = `${100 * Math.max(0, Math.min(1, share))}%`;
    number.textContent = level === null ? "–" : `${Math.round(level)}`;
    box.children[i].setAttribute("aria-label", level === null ? "not heard" : `${Math.round(level)} dBm`);
  });
}

function row(name) {
  const line = document.createElement("div");
  line.className = "row";
  for (const part of ["name", "track", "number"]) {
    const cell = document.createElement("span");
    cell.className = part;
    line.append(cell);
  }
  line.children[0].textContent = name;
  line.children[1].append(document.createElement("i"));
  return line;
}
