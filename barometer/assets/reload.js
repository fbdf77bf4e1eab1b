// Loads the page anew where the server cannot redraw it by itself; everything a reader has chosen is in the address.
(() => {
  if (window.barometerReload) return;
  window.barometerReload = true;

  // Charts are drawn for one theme: the system has turned light or dark.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());

  // A server that was restarted knows nothing of this page: without this the first click would be lost.
  let isLost = false;
  new MutationObserver(() => {
    const state = document.querySelector("[data-testid=stApp]")?.dataset.testConnectionState;
    if (state && state !== "CONNECTED") isLost = true;
    else if (state && isLost) location.reload();
  }).observe(document.documentElement, { subtree: true, attributeFilter: ["data-test-connection-state"] });
})();
