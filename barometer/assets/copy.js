// Copies the text of a card, the three sentences of 总览 or the address, and says so; opens the print dialog; closes menus.
(() => {
  if (window.barometerCopy) return;
  window.barometerCopy = true;
  const SHOWN_MS = 2500;

  document.addEventListener("click", (event) => {
    const holder = event.target.closest("[class*='st-key-copy-'], .st-key-print");
    if (!holder || !event.target.closest("button")) return;
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
    if (holder.classList.contains("st-key-print")) {
      setTimeout(() => window.print(), 300);
      return;
    }
    const key = [...holder.classList].find((name) => name.startsWith("st-key-copy-")).slice("st-key-copy-".length);
    const words = document.documentElement.dataset;
    copy(textOf(key)).then(() => tell(words.copied), () => tell(words.notCopied));
  }, true);

  // A menu that stays open covers what it has brought.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[class*='st-key-menu-'] :is(button, a)")) setTimeout(closeMenu, 100);
  });

  function closeMenu() {
    const menu = document.querySelector("[data-testid=stPopoverBody]");
    if (menu) menu.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", code: "Escape", keyCode: 27, bubbles: true }));
  }

  function textOf(key) {
    if (key === "link") return location.href;
    const sentences = document.querySelector(".to-copy");
    if (key === "sentences") return plain(sentences.textContent);
    const card = document.querySelector(`.st-key-card-${CSS.escape(key)}`);
    return [card.querySelector("h2"), card.querySelector("[data-testid=stCaptionContainer]"), document.querySelector(".st-key-foot")]
      .map((part) => plain(part.innerText)).join("\n");
  }

  // Names carry marks without width that keep markdown from making links of them.
  function plain(text) {
    return text.replace(/\u2060/g, "").replace(/\s+/g, " ").trim();
  }

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        return await navigator.clipboard.writeText(text);
      } catch { /* not permitted: the older way may be */ }
    }
    const field = document.createElement("textarea");
    field.value = text;
    field.style.cssText = "position:fixed;top:0;opacity:0";
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    if (!isCopied) throw new Error("not copied");
  }

  function tell(text) {
    const note = document.querySelector(".said") || document.body.appendChild(document.createElement("div"));
    note.className = "said";
    note.setAttribute("role", "status");
    note.textContent = text;
    note.classList.add("is-shown");
    clearTimeout(note.timer);
    note.timer = setTimeout(() => note.classList.remove("is-shown"), SHOWN_MS);
  }
})();
