"use strict";

const figures = JSON.parse(document.getElementById("figures").textContent);
const words = JSON.parse(document.getElementById("words").textContent);

const language = () => document.documentElement.dataset.language;
const say = (zh, en) => (language() === "zh" ? zh : en);
const word = (group, code) => (words[group]?.[code] ? words[group][code][language()] : code);
const nameOf = (thing) => (language() === "zh" ? thing.name_zh : thing.name_en || thing.name_zh);
const byId = (id) => document.getElementById(id);

/** What is drawn again when the language changes. */
const languageListeners = [];

function setLanguage(chosen) {
  document.documentElement.dataset.language = chosen;
  document.documentElement.lang = chosen;
  for (const radio of document.querySelectorAll('input[name="language"]')) radio.checked = radio.value === chosen;
  for (const listener of languageListeners) listener();
}

/** An element with text; text is never read as HTML. */
function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== null) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
