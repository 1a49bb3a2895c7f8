"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const say = (words) => { const spoken = byId("spoken"); if (spoken) spoken.textContent = words; };
  const reveal = () => document.querySelectorAll("[data-copy], [data-print]").forEach((it) => { it.hidden = false; });
  document.documentElement.classList.add("js");
  reveal();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-print]");
    if (!button) return;
    if ("print" in button.dataset) return window.print();
    const text = byId(button.dataset.copy);
    text.select();
    navigator.clipboard.writeText(text.value).then(() => { button.textContent = "Copied"; });
  });

  const form = document.querySelector("form[data-live]");
  if (!form) return;
  let asked = 0, wait, rest;

  // Hides what is not worth filling in, unless something is typed or focused there.
  const hide = () => {
    const list = byId("answer").dataset.hidden;
    if (list === undefined) return;
    const names = new Set(list.split(" "));
    form.querySelectorAll("[data-fact]").forEach((it) => {
      const filled = it.contains(document.activeElement) || [...it.querySelectorAll("input:not([type=hidden]), select")]
        .some((own) => (own.type === "radio" || own.type === "checkbox" ? own.checked && own.value : own.value));
      it.hidden = names.has(it.dataset.fact) && !filled;
    });
  };

  const ask = async () => {
    const mine = ++asked;
    clearTimeout(wait);
    clearTimeout(rest);
    try {
      const reply = await fetch(form.action, { method: "POST", headers: { "X-Part": "answer", Accept: "text/html" }, body: new URLSearchParams(new FormData(form)) });
      const text = await reply.text();
      if (mine !== asked || !text.startsWith("<div id=\"answer\"")) return;
      const opened = new Set([...byId("answer").querySelectorAll("details[open] > summary")].map((it) => it.textContent));
      const part = document.createElement("template");
      part.innerHTML = text;
      byId("answer").replaceWith(part.content);
      byId("answer").querySelectorAll("details > summary").forEach((it) => { it.parentNode.open = opened.has(it.textContent); });
      reveal();
      hide();
      rest = setTimeout(() => { const total = document.querySelector("[data-total]"); say(total ? total.parentNode.textContent : ""); }, 1000);
    } catch {
      if (mine === asked) say("Sorry, there is a problem with the service. Press the button to try again.");
    }
  };

  form.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(ask, 200); });
  form.addEventListener("change", ask);
  form.addEventListener("submit", (event) => {
    const by = event.submitter;
    if (by && (by.name || by.hasAttribute("formaction"))) return;
    if (!form.querySelector(".buttons [formaction]")) return;
    event.preventDefault();
    ask();
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  hide();
})();
