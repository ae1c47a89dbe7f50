// What a page can do beyond being read. Everything here is an extra: without it the book is whole.
"use strict";

const root = document.documentElement;

// Light and dark: the reader's system until the reader chooses.
const button = document.querySelector("button.theme");
const show = (theme) => {
  root.dataset.theme = theme;
  button.setAttribute("aria-pressed", theme === "dark");
};
show(root.dataset.theme);
button.hidden = false;
button.addEventListener("click", () => {
  show(root.dataset.theme === "dark" ? "light" : "dark");
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* then it lasts for this page */ }
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
  let chosen = null;
  try { chosen = localStorage.getItem("theme"); } catch { /* as above */ }
  if (!chosen) show(event.matches ? "dark" : "light");
});

// "/" goes to the search field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector("main .find input") ?? document.querySelector(".find input");
  const contents = document.getElementById("contents");
  if (contents.contains(field) && getComputedStyle(contents).display === "none") contents.showPopover?.();
  field.focus();
  event.preventDefault();
});

// A code cell can be copied.
for (const pre of document.querySelectorAll(".cell_input pre, .highlight-bash pre, .highlight-console pre, .highlight-python pre")) {
  if (!navigator.clipboard) break;
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "copy";
  copy.textContent = "Copy";
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(pre.innerText.trimEnd() + "\n");
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  });
  pre.parentElement.append(copy);
}

// What scrolls sideways can be reached by keyboard, and only that; it fades where there is more.
const scrolls = [...document.querySelectorAll("article pre, .oh-table, .oh-formula, .oh-figure")];
const reach = (block) => {
  if (block.scrollWidth > block.clientWidth + 1) block.tabIndex = 0;
  else block.removeAttribute("tabindex");
  block.toggleAttribute("data-more", Math.abs(block.scrollLeft) + block.clientWidth < block.scrollWidth - 2);
};
for (const block of scrolls) {
  reach(block);
  block.addEventListener("scroll", () => reach(block), { passive: true });
}
addEventListener("resize", () => scrolls.forEach(reach));

// The section being read is marked in "On this page".
const links = new Map();
for (const link of document.querySelectorAll(".here a[href^='#']")) {
  const section = link.hash.length > 1 && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (section) links.set(section.querySelector("h2, h3") ?? section, link);
}
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(target).setAttribute("aria-current", "true");
  }
}, { rootMargin: "0px 0px -70% 0px" });
for (const heading of links.keys()) seen.observe(heading);
