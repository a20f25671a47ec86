// The calendar by mouse and keyboard: what must be instant happens here (what is over what, where the focus goes), what is
// decided is decided by the server's page, which is told of drops and of keys.

const boards = new Map();

const visible = (elements) => [...elements].filter((one) => one.checkVisibility());
const itemsOf = (cell) => visible(cell.querySelectorAll("[data-drag], .vs-cal-add, .vs-cal-free, .vs-cal-more"));

function ghostOf(source) {
  const ghost = source.cloneNode(true);
  ghost.classList.add("vs-cal-ghost");
  ghost.style.width = `${source.offsetWidth}px`;
  // A picture of a drag is taken of what is drawn: it stands outside of the window.
  const stage = document.createElement("div");
  stage.className = "vs-cal-stage";
  stage.append(ghost);
  document.body.append(stage);
  return stage;
}

/** Arrows: left and right to the next day, up and down through what stands in it and on to the next row. */
function step(root, from, key) {
  const cells = visible(root.querySelectorAll("[data-drop]"));
  const cell = from.closest("[data-drop]");
  if (!cell) {
    const all = visible(root.querySelectorAll(".vs-cal-side [data-drag]"));
    const next = all[all.indexOf(from) + (key === "ArrowRight" || key === "ArrowDown" ? 1 : -1)];
    next?.focus();
    return;
  }
  const columns = Number(from.closest("[data-columns]")?.dataset.columns ?? 1);
  const items = itemsOf(cell);
  const at = items.indexOf(from);
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  const on = key === "ArrowRight" || key === "ArrowDown";
  const inside = sideways && columns > 1 ? undefined : items[at + (on ? 1 : -1)];
  if (inside && !(at < 0 && !on)) return inside.focus();
  const to = cells[cells.indexOf(cell) + (on ? 1 : -1) * (sideways ? 1 : columns)];
  if (!to) return;
  const there = itemsOf(to);
  (there[!on && !sideways ? there.length - 1 : 0] ?? to).focus();
}

export function watch(root, page) {
  let source = null;
  let target = null;
  let stage = null;
  const stop = new AbortController();
  const on = (where, name, does) => where.addEventListener(name, does, { signal: stop.signal });
  const aim = (cell) => {
    if (target === cell) return;
    target?.classList.remove("vs-over", "vs-refuses");
    target?.removeAttribute("data-hint");
    target = cell;
    if (!cell) return;
    const refuses = "past" in cell.dataset;
    const time = source.dataset.time;
    const hour = cell.dataset.drop.slice(11);
    const shown = !time ? "" : hour ? `${hour}:${time.slice(3)}` : time;
    cell.classList.add(refuses ? "vs-refuses" : "vs-over");
    cell.dataset.hint = refuses ? root.dataset.pastWord : shown ? root.dataset.moveTo.replace("{0}", shown) : "+";
  };

  on(root, "dragstart", (event) => {
    source = event.target.closest?.("[data-drag]");
    if (!source) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", source.dataset.drag);
    stage = ghostOf(source);
    event.dataTransfer.setDragImage(stage.firstChild, 24, 20);
    source.classList.add("vs-source");
  });
  on(root, "dragover", (event) => {
    if (!source) return;
    const cell = event.target.closest?.("[data-drop]");
    aim(cell);
    if (!cell) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "past" in cell.dataset ? "none" : "move";
  });
  on(root, "drop", (event) => {
    if (!source || !target) return;
    event.preventDefault();
    if (!("past" in target.dataset)) page.invokeMethodAsync("DropAsync", source.dataset.drag, target.dataset.drop);
  });
  on(document, "dragend", () => {
    if (!source) return;
    if (target && "past" in target.dataset) page.invokeMethodAsync("Past");
    source.classList.remove("vs-source");
    aim(null);
    source = null;
    stage?.remove();
  });

  on(document, "keydown", (event) => {
    if ("dropsOnly" in root.dataset || event.ctrlKey || event.metaKey || event.target.closest?.("input, textarea, select, [role=menu], [role=dialog], .mud-popover")) return;
    const lifted = "lifted" in root.dataset;
    const focused = document.activeElement;
    const inside = root.contains(focused);
    if (!lifted && !inside) return;
    const arrow = event.key.startsWith("Arrow");
    if (!lifted && arrow && !event.altKey && focused.closest("[data-drop], .vs-cal-side")) {
      event.preventDefault();
      return step(root, focused, event.key);
    }
    const letter = event.code === "KeyM" ? "m" : event.code === "KeyS" ? "s" : null;
    const drag = focused?.closest?.("[data-drag]")?.dataset.drag ?? null;
    const key = lifted ? (arrow || event.key === "Enter" || event.key === "Escape" ? event.key : null) : event.altKey ? null : drag && letter;
    if (!key) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    page.invokeMethodAsync("KeyAsync", key, event.altKey, drag);
  });

  // Nobody plans the small hours: a day begins at seven, or where something stands before that.
  const morning = visible(root.querySelectorAll(".vs-cal-hours [data-hour]")).find((row) => row.dataset.hour === "7" || row.querySelector(".vs-cal-card"));
  const heads = root.querySelector(".vs-cal-hours .vs-cal-heads");
  if (morning && heads && scrollY === 0) scrollTo({ top: morning.offsetTop - heads.offsetTop - heads.offsetHeight });

  boards.set(root, stop);
  // Whoever drives the page waits for this: what is pressed before is lost.
  root.dataset.ready = "";
}

export function leave(root) {
  boards.get(root)?.abort();
  boards.delete(root);
}

/** The aim, when it is outside of the window. */
export function show(root) {
  visible(root.querySelectorAll(".vs-aim, .vs-cal-aim"))[0]?.scrollIntoView({ block: "nearest" });
}

/** Once the page is drawn: what was moved is drawn elsewhere. */
export function focus(root, id) {
  requestAnimationFrame(() => visible(root.querySelectorAll(`[data-drag="${id}"]`))[0]?.focus());
}
