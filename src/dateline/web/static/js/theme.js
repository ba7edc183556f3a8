// Light or dark before the first paint: as chosen here, else as the system says. No module, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => localStorage.getItem("dateline.theme");
  const show = () => { root.dataset.theme = chosen() || (system.matches ? "dark" : "light"); };
  show();
  system.addEventListener("change", show);
  addEventListener("storage", show);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const other = root.dataset.theme === "dark" ? "light" : "dark";
    // Back to what the system says is back to following it.
    if (other === (system.matches ? "dark" : "light")) localStorage.removeItem("dateline.theme");
    else localStorage.setItem("dateline.theme", other);
    show();
    document.dispatchEvent(new CustomEvent("theme"));
  });
})();
