// Runs before the first paint and on static pages too, so it is a plain script. Choices are cookies: the server draws by them.
(() => {
  const year = 60 * 60 * 24 * 365;
  const cookie = (name, value) => {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${value === "" ? 0 : year}; samesite=lax`;
  };

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) cookie("vs-zone", zone);

  window.videoSaas = {
    setTheme(choice) {
      cookie("vs-theme", choice);
      const root = document.documentElement.classList;
      root.toggle("vs-dark", choice === "dark");
      root.toggle("vs-light", choice === "light");
    },
    keepLibraryLook(choice) { cookie("vs-library", choice); },
  };

  // A card plays while it is pointed at or focused. The player stands in a place that Blazor keeps empty.
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const placeOf = (target) => target.closest?.(".vs-video-link")?.querySelector("[data-preview]");
  const play = (event) => {
    const place = placeOf(event.target);
    if (!place?.dataset.preview || place.firstChild || calm.matches) return;
    const video = document.createElement("video");
    Object.assign(video, { src: place.dataset.preview, muted: true, loop: true, playsInline: true });
    place.append(video);
    video.play().catch(() => video.remove());
  };
  const stop = (event) => {
    const place = placeOf(event.target);
    if (place && !place.parentElement.contains(event.relatedTarget)) place.replaceChildren();
  };
  document.addEventListener("mouseover", play);
  document.addEventListener("focusin", play);
  document.addEventListener("mouseout", stop);
  document.addEventListener("focusout", stop);

  // The composer's phone plays and pauses by its own button: a player's controls would lie under the caption.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-phone-play]");
    const video = button?.parentElement.querySelector("video");
    if (!video) return;
    if (video.paused) video.play().then(() => button.classList.add("vs-playing"), () => {});
    else { video.pause(); button.classList.remove("vs-playing"); }
  });

  // The editor: its player goes to a moment that is chosen, and gives the one it stands at.
  const editedVideo = () => document.querySelector(".vs-edit-player");
  document.addEventListener("click", (event) => {
    const video = editedVideo();
    const cover = event.target.closest?.("[data-seek-to]");
    if (video && cover) video.currentTime = Number(cover.dataset.seekTo);
    const field = document.getElementById(event.target.closest?.("[data-moment]")?.dataset.moment ?? "");
    if (!video || !field) return;
    field.value = video.currentTime.toFixed(3);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const seek = (event) => {
    const video = editedVideo();
    if (video && event.isTrusted && event.target.matches?.("[data-seek]") && event.target.value !== "") video.currentTime = Number(event.target.value);
  };
  document.addEventListener("change", seek);
  document.addEventListener("input", seek);

  // What a crop keeps in sight is chosen on the picture: the sliders beside it follow, and tell the server.
  const focus = (event) => {
    const pad = event.target.closest?.(".vs-edit-focus");
    if (!pad || (event.type === "pointermove" && event.buttons !== 1)) return;
    const box = pad.getBoundingClientRect();
    for (const [id, share] of [[pad.dataset.focusX, (event.clientX - box.left) / box.width], [pad.dataset.focusY, (event.clientY - box.top) / box.height]]) {
      const slider = document.getElementById(id);
      if (!slider) continue;
      slider.value = Math.round(Math.min(1, Math.max(0, share)) * 100);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  document.addEventListener("pointerdown", focus);
  document.addEventListener("pointermove", focus);

  // The band replaces the framework's overlay. It waits 2 s: most losses are over by then.
  const patienceMs = 2000;
  document.addEventListener("DOMContentLoaded", () => {
    const band = document.getElementById("components-reconnect-modal");
    if (!band) return;
    const seconds = band.querySelector("[data-seconds]");
    let lostAt = 0;
    let ticking = 0;
    let backTimer = 0;
    let againTimer = 0;

    const tick = () => {
      const gone = Math.floor((Date.now() - lostAt) / 1000);
      if (seconds) seconds.textContent = `${gone} s`;
      if (Date.now() - lostAt >= patienceMs) band.classList.add("vs-shown");
    };
    const lost = () => {
      if (lostAt) return;
      lostAt = Date.now();
      clearTimeout(backTimer);
      band.classList.remove("vs-back");
      ticking = setInterval(tick, 500);
    };
    const back = () => {
      if (!lostAt) return;
      clearInterval(ticking);
      clearTimeout(againTimer);
      lostAt = 0;
      if (!band.classList.contains("vs-shown")) return;
      band.classList.add("vs-back");
      backTimer = setTimeout(() => band.classList.remove("vs-shown", "vs-back"), 2000);
    };
    // The server no longer knows this page: only a fresh one helps. Files on their way belong to this page, so they end first.
    const reloadWhenFree = () => {
      if (!window.videoSaas.isUploading?.()) return window.videoSaas.reloadKeeping();
      lost();
      document.addEventListener("vs-uploads-idle", () => window.videoSaas.reloadKeeping(), { once: true });
    };
    // The framework gives up after a while; a person who comes back hours later finds the page trying still.
    const again = async () => {
      clearTimeout(againTimer);
      try {
        if (await Blazor.reconnect()) return;
        if (Blazor.resumeCircuit && await Blazor.resumeCircuit()) return back();
        window.videoSaas.reloadKeeping();
      } catch {
        lost();
        againTimer = setTimeout(again, 5000);
      }
    };

    band.addEventListener("components-reconnect-state-changed", (event) => {
      switch (event.detail.state) {
        case "show": case "retrying": lost(); break;
        case "hide": back(); break;
        case "failed": lost(); againTimer = setTimeout(again, 5000); break;
        case "rejected": reloadWhenFree(); break;
      }
    });
    band.querySelector("[data-try]")?.addEventListener("click", again);
    addEventListener("online", () => lostAt && again());
  });
})();
