// Prints a page as it stands on screen: one 16:9 sheet a screen, charts as vectors, dark pages in light colours.
(() => {
  if (window.barometerPrint) return;
  window.barometerPrint = true;
  const SHEET_WIDTH = 1232; // 13.333 inches less the margins of page.css
  let undo = [];

  // Charts keep the width they have on screen, so the sheet is made as wide as the screen and then scaled.
  function fit() {
    const page = document.querySelector("[data-testid=stMainBlockContainer]");
    if (!page) return;
    const style = getComputedStyle(page);
    const width = page.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    document.documentElement.style.setProperty("--print-zoom", (SHEET_WIDTH / width).toFixed(4));
  }

  // Text follows the style sheet; what charts hold was coloured by the server for the theme on screen.
  function lighten() {
    if (getComputedStyle(document.querySelector(".stApp")).colorScheme !== "dark") return;
    const { marks, cells, digits } = JSON.parse(document.documentElement.dataset.onPaper);
    for (const plot of document.querySelectorAll(".js-plotly-plot")) {
      const heat = plot.querySelector(".hm image");
      const colours = heat ? { ...marks, ...digits } : marks;
      for (const mark of plot.querySelectorAll(".main-svg *")) {
        for (const part of ["fill", "stroke"]) replace(mark, part, colours[hex(mark.style[part])]);
      }
      if (heat) recolour(heat, cells);
    }
  }

  function replace(mark, part, colour) {
    if (!colour) return;
    const before = mark.style[part];
    undo.push(() => (mark.style[part] = before));
    mark.style[part] = colour;
  }

  function hex(colour) {
    const parts = (colour.match(/^rgb\((\d+), (\d+), (\d+)\)$/) || []).slice(1);
    return parts.length ? "#" + parts.map((part) => (+part).toString(16).padStart(2, "0")).join("").toUpperCase() : colour;
  }

  // Plotly draws cells as a small picture, one flat colour a cell.
  function recolour(image, colours) {
    const canvas = document.createElement("canvas"), ink = canvas.getContext("2d");
    canvas.width = image.width.baseVal.value;
    canvas.height = image.height.baseVal.value;
    ink.drawImage(image, 0, 0, canvas.width, canvas.height);
    const pixels = ink.getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < pixels.data.length; at += 4) {
      const light = colours[hex(`rgb(${[...pixels.data.slice(at, at + 3)].join(", ")})`)];
      if (light) [1, 3, 5].forEach((from, part) => (pixels.data[at + part] = parseInt(light.slice(from, from + 2), 16)));
    }
    ink.putImageData(pixels, 0, 0);
    const before = image.getAttribute("href") || image.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    undo.push(() => image.setAttribute("href", before));
    image.setAttribute("href", canvas.toDataURL());
  }

  addEventListener("beforeprint", () => {
    fit();
    lighten();
  });
  addEventListener("afterprint", () => {
    undo.forEach((step) => step());
    undo = [];
  });
  addEventListener("resize", fit);
  fit();
})();
