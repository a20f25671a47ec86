// The eye beside a password: without this script it stays hidden.
(() => {
  const ready = () => {
    for (const eye of document.querySelectorAll("[data-reveal]")) eye.hidden = false;
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
    for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = false;
    for (const note of document.querySelectorAll("[data-passkey-none]")) note.hidden = true;
  };
  // A passkey: the browser asks its person, and the form carries the answer.
  const ask = async (button) => {
    const form = button.form;
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    button.disabled = true;
    try {
      const options = JSON.parse(form.dataset.options);
      const credential = button.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.querySelector("[name$='.Credential']").value = JSON.stringify(credential.toJSON());
      form.requestSubmit();
    } catch {
      // Called off, timed out, or no such key here: the browser tells its person which, and us nothing.
      failed.hidden = false;
    } finally {
      button.disabled = false;
    }
  };
  document.addEventListener("click", (event) => {
    const key = event.target.closest?.("[data-passkey]");
    if (key) ask(key);
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
