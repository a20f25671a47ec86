// A fresh page takes over what was typed on the one that lost its server: the band promises that the text is kept.
(() => {
  const key = "vs-kept";
  const patienceMs = 10_000;
  const fields = () => document.querySelectorAll("main :is(textarea, select, input:not([type=password], [type=file], [type=checkbox]))[id]");

  window.videoSaas.reloadKeeping = () => {
    const kept = Object.fromEntries([...fields()].map((field) => [field.id, field.value]));
    sessionStorage.setItem(key, JSON.stringify({ address: location.href, kept }));
    location.reload();
  };

  const stored = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (!stored) return;
  const { address, kept } = JSON.parse(stored);
  if (address !== location.href) return;

  // Only once the circuit answers, however long a busy server takes, does it learn of a change, and some fields are drawn after that.
  let isPatient = false;
  const giveBack = () => {
    if (!document.querySelector("[data-live]")) return;
    if (!isPatient) {
      isPatient = true;
      setTimeout(() => watch.disconnect(), patienceMs);
    }
    for (const field of fields()) {
      if (!(field.id in kept)) continue;
      if (field.value !== kept[field.id]) {
        field.value = kept[field.id];
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      delete kept[field.id];
    }
    if (Object.keys(kept).length === 0) watch.disconnect();
  };
  const watch = new MutationObserver(giveBack);
  watch.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-live"] });
})();
