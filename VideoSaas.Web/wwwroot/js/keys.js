// The studio by keyboard. None of these fires inside a field, with a menu open, or with a modifier that the browser means for itself.
(() => {
  const patienceMs = 1200;
  const places = { h: "/", l: "/library", c: "/calendar", q: "/queue", s: "/settings" };
  let goUntil = 0;

  const go = (address) => window.Blazor?.navigateTo ? Blazor.navigateTo(address) : location.assign(address);
  const writes = (target) => target.isContentEditable || target.closest?.("input, textarea, select, [contenteditable], [role=menu], [role=listbox], dialog[open], .mud-dialog");
  const inStudio = () => document.querySelector(".vs-frame .vs-rail-new") !== null;

  const search = () => {
    const field = document.querySelector(".vs-search input");
    if (field) { field.focus(); field.select(); return; }
    // The library has it: once that is drawn, the cursor stands in it.
    const watch = new MutationObserver(() => {
      const late = document.querySelector(".vs-search input");
      if (!late) return;
      watch.disconnect();
      late.focus();
    });
    watch.observe(document.body, { subtree: true, childList: true });
    setTimeout(() => watch.disconnect(), 10_000);
    go("/library");
  };

  document.addEventListener("keydown", (event) => {
    if (!inStudio() || event.defaultPrevented || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      return search();
    }
    const press = (name) => {
      const button = document.querySelector(`[data-key="${name}"]`);
      if (button) { event.preventDefault(); button.click(); }
      return button !== null;
    };
    const isTick = event.target.matches?.("input[type=checkbox]");
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyA" && (isTick || !writes(event.target))) {
      press("all");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || (writes(event.target) && !(isTick && !event.target.closest("dialog[open], .mud-dialog")))) return;
    if (event.key === "Escape") {
      press("escape");
      return;
    }

    // By the key's place: under a Thai layout the same keys write other letters.
    const letter = /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : event.key;
    if (event.timeStamp < goUntil) {
      goUntil = 0;
      if (places[letter]) { event.preventDefault(); go(places[letter]); }
      return;
    }
    switch (letter) {
      case "g": goUntil = event.timeStamp + patienceMs; break;
      case "n": event.preventDefault(); go("/posts/new"); break;
      case "u": document.querySelector("[data-upload-action=pick]")?.click(); break;
      case "s": press("schedule"); break;
      case "/": event.preventDefault(); search(); break;
      case "?": document.getElementById("vs-keys")?.showModal(); break;
    }
  });
})();
