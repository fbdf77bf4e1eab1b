// Saves a card as a PNG at three times its size, with its sentence, measure and provenance inside the picture.
// The button lives in a popover outside the card; the shared end of their keys ties them together.
(() => {
  if (window.barometerPicture) return;
  window.barometerPicture = true;
  const SCALE = 3, EDGE = 24;

  document.addEventListener("click", (event) => {
    const holder = event.target.closest("[class*='st-key-picture-']");
    if (!holder) return;
    event.preventDefault();
    event.stopPropagation();
    const key = [...holder.classList].find((name) => name.startsWith("st-key-picture-")).slice("st-key-picture-".length);
    save(document.querySelector(`.st-key-card-${CSS.escape(key)}`), key);
  }, true);

  async function save(card, key) {
    const plot = card && card.querySelector(".js-plotly-plot");
    if (!plot) return;
    const style = getComputedStyle(document.querySelector(".stApp"));
    const caption = card.querySelector("[data-testid=stCaptionContainer] p"), muted = getComputedStyle(caption).color;
    const { width, height } = plot.getBoundingClientRect();
    const canvas = document.createElement("canvas"), ink = canvas.getContext("2d");
    const texts = [
      [card.querySelector("h2").innerText, `700 18px ${style.fontFamily}`, 27, style.color],
      [caption.innerText, `14px ${style.fontFamily}`, 22, muted],
    ];
    const foot = [document.querySelector(".st-key-foot").innerText, `13px ${style.fontFamily}`, 20, muted];
    const lines = (entries) => entries.flatMap(([text, font, step, colour]) => wrapped(ink, text, font, width).map((line) => [line, font, step, colour]));
    const head = lines(texts), tail = lines([foot]);
    const tall = (rows) => rows.reduce((sum, [, , step]) => sum + step, 0);
    canvas.width = (width + 2 * EDGE) * SCALE;
    canvas.height = (tall(head) + height + tall(tail) + 3 * EDGE) * SCALE;
    ink.scale(SCALE, SCALE);
    ink.fillStyle = getComputedStyle(card).backgroundColor;
    ink.fillRect(0, 0, canvas.width, canvas.height);
    write(ink, head, EDGE);
    for (const drawing of plot.querySelectorAll(".main-svg")) {
      ink.drawImage(await asImage(drawing, width, height), EDGE, EDGE + tall(head), width, height);
    }
    write(ink, tail, 2 * EDGE + tall(head) + height);
    const link = document.createElement("a");
    link.download = `${key}.png`;
    link.href = canvas.toDataURL("image/png");
    link.click();
  }

  function wrapped(ink, text, font, width) {
    ink.font = font;
    const rows = [""];
    for (const piece of text.replace(/\s+/g, " ").match(/[\u0000-\u024f]+?(?:\s|$)|./gu) || []) {
      const longer = rows[rows.length - 1] + piece;
      if (ink.measureText(longer).width > width && rows[rows.length - 1]) rows.push(piece);
      else rows[rows.length - 1] = longer;
    }
    return rows;
  }

  function write(ink, rows, top) {
    let y = top;
    for (const [line, font, step, colour] of rows) {
      ink.font = font;
      ink.fillStyle = colour;
      ink.textBaseline = "top";
      ink.fillText(line, EDGE, y);
      y += step;
    }
  }

  function asImage(drawing, width, height) {
    const copy = drawing.cloneNode(true);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", width * SCALE);
    copy.setAttribute("height", height * SCALE);
    copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
    return new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve(image);
      image.onerror = reject;
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
    });
  }
})();
