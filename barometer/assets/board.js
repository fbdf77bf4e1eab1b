// Turns the slides of the board by keys, as its buttons do; a key that means something where it is pressed stays there.
(() => {
  if (window.barometerBoard) return;
  window.barometerBoard = true;
  const TURNS = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Escape: "close",
  };

  addEventListener("keydown", (pressed) => {
    const turn = TURNS[pressed.key];
    if (!turn || !document.querySelector(".st-key-board") || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return;
    if (pressed.key === " " && pressed.target.closest("button, a, input")) return;
    pressed.preventDefault();
    const ways = document.querySelectorAll(`.st-key-board-${turn} :is(button:enabled, a)`); // some are there and not seen
    [...ways].find((way) => way.getClientRects().length)?.click();
  });
})();
