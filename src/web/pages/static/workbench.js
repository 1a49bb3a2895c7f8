"use strict";
(() => {
  const form = document.querySelector("form[data-check]");
  if (!form) return;
  const text = document.getElementById("text");
  let asked = 0, wait;
  // Checks the draft once typing rests.
  const check = async () => {
    const mine = ++asked;
    try {
      const reply = await fetch(form.action, { method: "POST", headers: { "X-Part": "remarks", Accept: "text/html" }, body: new URLSearchParams(new FormData(form)) });
      const html = await reply.text();
      if (mine !== asked || !html.startsWith("<div id=\"remarks\"")) return;
      const next = document.createElement("template");
      next.innerHTML = html;
      document.getElementById("remarks").replaceWith(next.content);
      document.getElementById("spoken").textContent = document.getElementById("remarks").dataset.count;
    } catch {
      document.getElementById("spoken").textContent = "Sorry, there is a problem with the service. Press the button to try again.";
    }
  };
  form.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(check, 600); });
  // A place that is named selects what stands there.
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-start]");
    if (!link) return;
    event.preventDefault();
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.focus();
    text.setSelectionRange(Number(link.dataset.start), Number(link.dataset.end));
    text.scrollTop = (Number(link.dataset.line) - 5) * height;
  });
})();
