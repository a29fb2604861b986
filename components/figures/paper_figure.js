export default function ({ data, parentElement }) {
  const form = parentElement.querySelector("form");
  const said = parentElement.querySelector("output");
  const title = form.elements.title;
  if (title.dataset.first !== data.title) title.value = title.dataset.first = data.title;
  form.elements.own.oninput = () => { form.elements.width.value = "own"; };
  form.onsubmit = async (event) => {
    event.preventDefault();
    const chosen = Object.fromEntries(new FormData(form));
    const plot = document.querySelector(`.st-key-${CSS.escape(data.key)} .js-plotly-plot`);
    const widthMm = Number(chosen.width === "own" ? chosen.own : chosen.width);
    said.textContent = "Drawing …";
    try {
      const { save } = await import(`${window.location.origin}/assets/figures/files.js`);
      await save(plot, {
        title: chosen.title.trim(),
        provenance: chosen.provenance ? data.provenance : "",
        format: chosen.format,
        widthMm,
        stem: `${data.stem}-${widthMm}mm`,
        made: data.made,
        lightOf: data.lightOf,
      });
      said.textContent = "Saved.";
    } catch (error) {
      said.textContent = `The figure could not be drawn: ${error.message}`;
    }
  };
}
