// The eye beside a password: without this script it stays hidden.
(() => {
  const ready = () => {
    for (const eye of document.querySelectorAll("[data-reveal]")) eye.hidden = false;
  };
  document.addEventListener("click", (event) => {
    const eye = event.target.closest?.("[data-reveal]");
    if (!eye) return;
    const field = document.getElementById(eye.dataset.reveal);
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    eye.setAttribute("aria-pressed", String(!shown));
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
  // Going between these pages replaces the content without loading this script again.
  document.addEventListener("DOMContentLoaded", () => window.Blazor?.addEventListener?.("enhancedload", ready));
})();
