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

  // A button of the answer that is held down is not replaced under the click.
  let released = Promise.resolve();
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#answer")) return;
    released = new Promise((done) => {
      for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(done), { once: true });
    });
  });

  const field = "input:not([type=hidden]), select";
  // Hides what is not worth filling in, unless something is typed or focused there.
  const hide = () => {
    const list = byId("answer").dataset.hidden;
    if (list === undefined) return;
    const names = new Set(list.split(" "));
    form.querySelectorAll(".field, [data-fact]").forEach((it) => {
      const own = [...it.querySelectorAll(field)];
      const name = it.dataset.fact || (own.length && own[0].name);
      const filled = it.contains(document.activeElement) || own
        .some((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked && one.value : one.value));
      it.hidden = names.has(name) && !filled;
    });
  };

  // Asks for a part of the page: the answer, or, once typing rests, what would change it.
  const ask = async (part) => {
    const mine = ++asked;
    clearTimeout(wait);
    clearTimeout(rest);
    try {
      const reply = await fetch(form.action, { method: "POST", headers: { "X-Part": part, Accept: "text/html" }, body: new URLSearchParams(new FormData(form)) });
      const text = await reply.text();
      await released;
      if (mine !== asked || !text.startsWith("<div id=\"answer\"")) return;
      const next = document.createElement("template");
      next.innerHTML = text;
      const slip = (within) => within && within.querySelector(".slip") && within.querySelector(".slip").textContent;
      const explained = part === "explained" && byId("explained") && next.content.getElementById("explained");
      // The slip has the reference: what would change another answer is not put under this one.
      if (explained && slip(byId("answer")) === slip(next.content)) {
        byId("explained").replaceWith(explained);
      } else {
        const opened = new Set([...byId("answer").querySelectorAll("details[open] > summary")].map((it) => it.textContent));
        next.content.querySelectorAll("[data-out]").forEach((it) => { const own = byId(it.id); if (own) own.replaceWith(it); });
        const notes = [...byId("answer").querySelectorAll("[data-note]")].map((it) => [it.ariaLabel, it.value]);
        byId("answer").replaceWith(next.content);
        byId("answer").querySelectorAll("details > summary").forEach((it) => { it.parentNode.open = opened.has(it.textContent); });
        byId("answer").querySelectorAll("[data-note]").forEach((it) => { it.value = (notes.find(([label]) => label === it.ariaLabel) || [])[1] || ""; });
        reveal();
        hide();
      }
      if (part === "explained") {
        const total = document.querySelector("[data-total]");
        say(total ? total.parentNode.textContent : "");
      } else {
        rest = setTimeout(() => ask("explained"), 1000);
      }
    } catch {
      if (mine === asked) say("Sorry, there is a problem with the service. Press the button to try again.");
    }
  };
  const answer = () => ask("answer");

  form.addEventListener("input", () => { clearTimeout(wait); clearTimeout(rest); wait = setTimeout(answer, 200); });
  form.addEventListener("change", answer);
  // What is confidential stays in the page, which is not loaded again.
  form.addEventListener("submit", async (event) => {
    const by = event.submitter;
    if (!form.querySelector(".confidential") || (by && (by.name || by.hasAttribute("formaction")))) return;
    event.preventDefault();
    await answer();
    const heading = byId("answer").querySelector("h2");
    if (heading) { heading.tabIndex = -1; heading.focus(); }
  });
  // Control and Enter in a record adds another.
  form.addEventListener("keydown", (event) => {
    const list = event.key === "Enter" && event.ctrlKey && event.target.closest(".list");
    const add = list && list.querySelector("[name=_add]");
    if (add) { event.preventDefault(); add.click(); }
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) answer(); });
  hide();
  if (document.querySelector("[data-total]") && !form.querySelector(".confidential")) rest = setTimeout(() => ask("explained"), 300);
})();
