"use strict";
// Joins the two sides: a click or Enter on a line or a block shows the other, in every language version.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const tip = document.getElementById("tip");
  const versions = all(".version");

  // Which side is shown.
  const buttons = all(".modes button");
  const show = (mode) => {
    document.body.dataset.mode = mode;
    for (const one of buttons) one.setAttribute("aria-pressed", String(one.dataset.mode === mode));
  };
  for (const one of buttons) one.addEventListener("click", () => show(one.dataset.mode));
  show(matchMedia("(max-width: 59.99rem)").matches && document.body.dataset.mode === "both" ? "structure" : document.body.dataset.mode);

  // The block of an identifier and its lines, in one version.
  const block = (version, eid) => all(".text [data-lines]", version).find((one) => one.dataset.eid === eid);
  const lines = (version, found) => {
    const [first, last] = found.dataset.lines.split("-").map(Number);
    return all(".lines > li", version).slice(first - 1, last);
  };
  // Scrolls only what holds it: the row of versions stays where it is.
  const bring = (one) => {
    const scrolls = (box) => box.scrollHeight > box.clientHeight && getComputedStyle(box).overflowY !== "visible";
    let box = one.parentElement;
    while (box && !scrolls(box)) box = box.parentElement;
    if (!box || box.matches("html, body")) return;
    const cover = box.matches(".version") ? box.querySelector(".source").offsetHeight : 0;
    const [at, around] = [one.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollTop += at.top - around.top - cover - Math.max(8, (around.height - cover - at.height) / 2);
  };
  const select = (eid, from) => {
    for (const one of all(".on")) one.classList.remove("on");
    for (const version of versions) {
      const found = block(version, eid);
      if (!found) continue;
      const rows = lines(version, found);
      for (const one of [found, ...rows]) one.classList.add("on");
      for (const one of [found, rows[0]]) {
        if (one && !(from && one.contains(from))) bring(one);
      }
    }
  };
  const side = (mode) => {
    if (document.body.dataset.mode !== "both" && document.body.dataset.mode !== mode) show(mode);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.matches(".n, .place") && link.hash) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!target) return;
      event.preventDefault();
      side(link.matches(".n") ? "structure" : "source");
      select(link.matches(".n") ? target.dataset.eid : link.closest("[data-lines]").dataset.eid, link);
      const other = target.querySelector(":scope > .place, :scope > .n");
      if (other) other.focus({ preventScroll: true });
      return;
    }
    if (link && link.hash) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) side(target.closest(".source") ? "source" : target.closest(".text") ? "structure" : document.body.dataset.mode);
      return;
    }
    if (link || String(getSelection())) return;
    const line = event.target.closest(".lines > li[data-for]");
    const found = event.target.closest(".text [data-lines]");
    if (line) select(line.dataset.for, line);
    else if (found) select(found.dataset.eid, found);
  });

  // Arrow keys walk along one side; only one link of each side is a stop of the Tab key.
  for (const pane of all(".source, .text")) {
    const stops = all(".n[href], .place", pane);
    stops.forEach((one, index) => { one.tabIndex = index ? -1 : 0; });
    pane.addEventListener("keydown", (event) => {
      const at = stops.indexOf(event.target);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
      if (at < 0 || to === undefined || !stops[to]) return;
      event.preventDefault();
      stops[at].tabIndex = -1;
      stops[to].tabIndex = 0;
      stops[to].focus();
    });
    pane.addEventListener("focusin", (event) => {
      if (!stops.includes(event.target)) return;
      for (const one of stops) one.tabIndex = one === event.target ? 0 : -1;
    });
  }

  // Notes and targets beside their marks.
  const told = (link) => {
    if (link.matches('[role="doc-noteref"]')) {
      const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const words = note && note.querySelector("div").cloneNode(true);
      if (words) for (const one of all('[role="doc-backlink"], .place, .badge', words)) one.remove();
      return words ? `${link.textContent} ${words.textContent.trim()}` : "";
    }
    const target = link.hash && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const iri = link.dataset.href || link.closest("[data-href]")?.dataset.href || "";
    return [iri.startsWith("#") ? "" : iri, target ? target.textContent.trim().slice(0, 300) : link.getAttribute("href") || ""].filter(Boolean).join("\n");
  };
  const close = () => {
    tip.hidden = true;
    for (const one of all('[aria-describedby="tip"]')) one.removeAttribute("aria-describedby");
  };
  const open = (link) => {
    const words = told(link);
    if (!words) return;
    close();
    tip.textContent = words;
    tip.dir = "auto";
    tip.hidden = false;
    link.setAttribute("aria-describedby", "tip");
    const at = link.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    tip.style.top = `${at.bottom + size.height + 8 < innerHeight ? at.bottom + 4 : Math.max(8, at.top - size.height - 4)}px`;
  };
  const marks = 'a[role="doc-noteref"], a.akn-ref, a.akn-rref, .akn-ref > a';
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const link = event.target.closest && event.target.closest(marks);
      if (link) open(link);
    });
  }
  for (const kind of ["mouseout", "focusout"]) {
    document.addEventListener(kind, (event) => { if (event.target.closest && event.target.closest(marks)) close(); });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
