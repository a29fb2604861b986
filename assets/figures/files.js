// The picture as a file: SVG as it is, PNG through a canvas, PDF by jsPDF and svg2pdf.

import { pictureOf, script } from "./picture.js";

const FONTS = { 400: "/assets/fonts/inter-regular.ttf", 600: "/assets/fonts/inter-semibold.ttf" };

export async function save(plot, spec) {
  await document.fonts.ready;
  const picture = await pictureOf(plot, spec);
  const make = { svg: toSvg, pdf: toPdf, png2: toPng(2), png3: toPng(3) }[spec.format];
  const blob = await make(picture, spec);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${spec.stem}.${spec.format.replace(/\d/, "")}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

const written = (svg) => new XMLSerializer().serializeToString(svg);

async function toSvg({ svg }) {
  return new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', written(svg)], { type: "image/svg+xml" });
}

const toPng = (scale) => async ({ svg, width, height }) => {
  const faces = await Promise.all(Object.entries(FONTS).map(async ([weight, address]) =>
    `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/ttf;base64,${await base64(address)})}`));
  const dressed = svg.cloneNode(true);
  dressed.setAttribute("width", width * scale);
  dressed.setAttribute("height", height * scale);
  const style = document.createElementNS(svg.namespaceURI, "style");
  style.textContent = faces.join("");
  dressed.prepend(style);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(written(dressed))}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * scale, height: height * scale });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
};

async function toPdf({ svg, width, height, pxPerMm }, spec) {
  await script("/assets/vendor/jspdf/jspdf.umd.min.js");
  await script("/assets/vendor/svg2pdf/svg2pdf.umd.min.js");
  const size = [width / pxPerMm, height / pxPerMm];
  const orientation = size[0] > size[1] ? "landscape" : "portrait";
  const pdf = new window.jspdf.jsPDF({ unit: "mm", format: size, orientation, compress: true });
  for (const [weight, address] of Object.entries(FONTS)) {
    const file = address.split("/").at(-1);
    pdf.addFileToVFS(file, await base64(address));
    pdf.addFont(file, "Inter", "normal", Number(weight));
  }
  pdf.setProperties({ title: spec.title, subject: spec.provenance || spec.made, creator: spec.made });
  const sheet = svg.cloneNode(true);
  sheet.style.cssText = "position:absolute;left:-100000px";
  document.body.append(sheet); // its text is measured
  try {
    await window.svg2pdf.svg2pdf(sheet, pdf, { x: 0, y: 0, width: size[0], height: size[1] });
  } finally {
    sheet.remove();
  }
  return pdf.output("blob");
}

async function base64(address) {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}
