// What Sphinx's search shows of a page it found: the text, without what the theme put around it; of a glossary
// term, its definition.
"use strict";

Search.htmlToText = (html, anchor) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const extra of page.querySelectorAll(".kicker, .run, .headerlink, style")) extra.remove();
  const found = anchor ? page.querySelector(anchor) : null;
  const text = found?.tagName === "DT" ? found.nextElementSibling : found ?? page.querySelector("article");
  return text?.textContent ?? " ";
};
