// A picture that tells where it was clicked, in pixels of the file, and shows what was marked.
export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const picture = frame.querySelector("img");
  if (picture.getAttribute("src") !== data.url) picture.src = data.url;
  picture.alt = data.alt;
  frame.style.width = `min(100%, ${(60 * data.width) / data.height}vh)`;
  frame.querySelectorAll(".mark").forEach((mark) => mark.remove());
  for (const mark of data.marks) {
    const dot = document.createElement("span");
    dot.className = "mark " + mark.kind;
    dot.style.left = (100 * mark.left) / data.width + "%";
    dot.style.top = (100 * mark.top) / data.height + "%";
    const label = document.createElement("b");
    label.textContent = mark.label;
    dot.append(label);
    frame.append(dot);
  }
  picture.onclick = (event) => {
    const box = picture.getBoundingClientRect();
    const share = (value) => Math.min(Math.max(value, 0), 1);
    setTriggerValue("clicked", {
      left: share((event.clientX - box.left) / box.width) * data.width,
      top: share((event.clientY - box.top) / box.height) * data.height,
      number: data.number,
    });
  };
}
