// The composer's hands: words used before while one types, hashtags in colour, signs put in at the caret, the way to a field, and a
// copy of what was typed that outlives the page until the server says that it is kept. Every place written to here is one that the
// framework keeps empty.
(() => {
  const draft = () => document.querySelector("[data-draft]");
  const caption = () => document.querySelector("textarea[data-caption]");
  const tell = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));
  const tag = /(^|[^A-Za-z0-9_&/])([#\uFF03](?=[\p{L}\p{M}\p{N}_]*[\p{L}_])[\p{L}\p{M}\p{N}_]+)|(?<![A-Za-z0-9_.])(@[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?)/gu;

  // Colour: the same text lies under the field, letter on letter, and only its hashtags and names are seen.
  const paint = () => {
    const field = caption();
    const look = field?.parentElement.querySelector("[data-look]");
    if (!look) return;
    const pieces = [];
    let at = 0;
    for (const match of field.value.matchAll(tag)) {
      const word = match[2] ?? match[3];
      const start = match.index + match[0].length - word.length;
      const mark = document.createElement("b");
      mark.textContent = word;
      pieces.push(field.value.slice(at, start), mark);
      at = start + word.length;
    }
    look.replaceChildren(...pieces, `${field.value.slice(at)}\n`);
    look.scrollTop = field.scrollTop;
    field.classList.add("vs-painted");
  };

  // Words used before.
  let chosen = -1;
  const list = () => document.querySelector("[data-words]");
  const hide = () => {
    const place = list();
    if (!place || place.hidden) return;
    place.replaceChildren();
    place.hidden = true;
    chosen = -1;
    caption()?.removeAttribute("aria-activedescendant");
  };
  const begun = (field) => /(?:^|[^A-Za-z0-9_&/.])([#@])([\p{L}\p{M}\p{N}_.]*)$/u.exec(field.value.slice(0, field.selectionStart));
  const offer = (field) => {
    const place = list();
    const word = field.selectionStart === field.selectionEnd ? begun(field) : null;
    if (!place || !word) return hide();
    const [, sign, start] = word;
    const known = JSON.parse(field.closest("[data-editor]")?.dataset[sign === "#" ? "hashtags" : "mentions"] ?? "[]");
    const lower = start.toLocaleLowerCase();
    const found = known.filter((one) => one.toLocaleLowerCase().startsWith(lower) && one.toLocaleLowerCase() !== lower).slice(0, 6);
    if (found.length === 0) return hide();
    place.replaceChildren(...found.map((one, index) => {
      const option = document.createElement("div");
      option.id = `caption-word-${index}`;
      option.className = "vs-word";
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.word = one;
      option.textContent = sign + one;
      return option;
    }));
    place.hidden = false;
    choose(-1);
  };
  const choose = (index) => {
    const options = [...list().children];
    chosen = options.length === 0 ? -1 : index < -1 ? options.length - 1 : index >= options.length ? -1 : index;
    options.forEach((option, at) => option.setAttribute("aria-selected", at === chosen ? "true" : "false"));
    if (chosen < 0) caption().removeAttribute("aria-activedescendant");
    else caption().setAttribute("aria-activedescendant", options[chosen].id);
  };
  const take = (option) => {
    const field = caption();
    const word = begun(field);
    if (!word) return;
    const end = field.selectionStart;
    field.setRangeText(`${option.dataset.word} `, end - word[2].length, end, "end");
    hide();
    field.focus();
    tell(field);
  };

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("textarea[data-caption]") || list()?.hidden !== false || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) take(list().children[chosen]);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("scroll", (event) => { if (event.target.matches?.("textarea[data-caption]")) paint(); }, true);
  document.addEventListener("focusout", (event) => { if (event.target.matches?.("textarea[data-caption]")) setTimeout(hide, 200); });

  // A click on a sign or a word must not take the caret away.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("[data-insert], [data-word]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.("[data-word]");
    if (option) return take(option);
    const button = event.target.closest?.("[data-insert]");
    const field = caption();
    if (button && field) {
      const before = field.value[field.selectionStart - 1];
      const space = button.hasAttribute("data-insert-word") && before && !/\s/.test(before) ? " " : "";
      field.setRangeText(space + button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
      field.focus();
      return tell(field);
    }

    // The open channel stands in the address, so that a reload opens it again.
    const tab = event.target.closest?.("[data-compose-tab]");
    if (tab) remember(tab.dataset.composeTab);
    const way = event.target.closest?.("[data-goto]");
    if (way) goTo(way.dataset.goto);
  });
  const remember = (channel) => {
    const address = new URL(location.href);
    if (channel) address.searchParams.set("tab", channel);
    else address.searchParams.delete("tab");
    history.replaceState(history.state, "", address);
  };

  // The field may be drawn only after the click.
  const goTo = (id) => {
    const reach = () => {
      const field = document.getElementById(id);
      if (!field) return false;
      field.focus();
      field.scrollIntoView({ block: "center" });
      const channel = document.querySelector("[data-compose-tab][aria-pressed=true]")?.dataset.composeTab;
      remember(channel);
      return true;
    };
    if (reach()) return;
    const watch = new MutationObserver(() => reach() && watch.disconnect());
    watch.observe(document.body, { subtree: true, childList: true });
    setTimeout(() => watch.disconnect(), 5000);
  };

  // What was typed outlives the page until it is kept.
  const store = "vs-draft-copy";
  let typedAt = 0;
  const copies = () => JSON.parse(sessionStorage.getItem(store) ?? "null");
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches?.("textarea[data-caption]")) {
      paint();
      offer(field);
    }
    if (!field.matches?.("[data-mirror]") || !draft()) return;
    typedAt = Date.now();
    const kept = copies();
    const fields = kept?.draft === draft().dataset.draft ? kept.fields : {};
    fields[field.id] = field.value;
    sessionStorage.setItem(store, JSON.stringify({ draft: draft().dataset.draft, fields }));
  });
  const saved = () => {
    // From now on the draft has a time of its own, which a reload must not put back to the address's.
    const address = new URL(location.href);
    if (draft() && address.searchParams.has("at") && document.querySelector("[data-draft-status=saved]")) {
      address.searchParams.delete("at");
      history.replaceState(history.state, "", address);
    }

    // What was typed in this very moment may still be on its way.
    if (draft()?.dataset.draftSaved && Date.now() - typedAt > 400 && copies()?.draft === draft().dataset.draft && !returning) sessionStorage.removeItem(store);
  };

  let returning = copies();
  const giveBack = () => {
    if (!returning || !document.querySelector("[data-live]") || draft()?.dataset.draft !== returning.draft) return;
    for (const [id, value] of Object.entries(returning.fields)) {
      const field = document.getElementById(id);
      if (!field) continue;
      delete returning.fields[id];
      if (field.value === value) continue;
      field.value = value;
      tell(field);
    }
    if (Object.keys(returning.fields).length === 0) returning = null;
  };

  let painted = "";
  let shown = null;
  const watch = new MutationObserver(() => {
    // A circuit that was given up and taken up again draws everything anew.
    if (draft() !== shown) {
      shown = draft();
      returning ??= copies();
    }
    giveBack();
    saved();
    const field = caption();
    const now = field ? `${field.id} ${field.dataset.stamp} ${field.classList.contains("vs-painted")}` : "";
    if (now !== painted) {
      paint();
      painted = field ? `${field.id} ${field.dataset.stamp} true` : "";
    }
  });
  document.addEventListener("DOMContentLoaded", () => watch.observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-stamp", "data-draft-saved", "class"],
  }));
})();
