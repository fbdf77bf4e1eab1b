// Copies the address, which holds all that a reader has chosen.
(() => {
  if (window.barometerLink) return;
  window.barometerLink = true;
  document.addEventListener("click", (event) => {
    if (event.target.closest(".st-key-link button")) navigator.clipboard?.writeText(location.href);
  }, true);
})();
