// Which language the page speaks, and how it says words and times in it. Text only ever goes in as text.
import { en } from "/words.en.js";
import { es } from "/words.es.js";

const catalogs = { en, es };
const remembered = "rtcc.language";

function stored() {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null; // a browser may forbid storage
  }
}

let current = (stored() ?? navigator.language).startsWith("es") ? "es" : "en";

export const has = (key) => key in catalogs[current];
export const say = (key, values = {}) =>
  catalogs[current][key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
export const moment = (at) =>
  new Date(at).toLocaleString(current === "es" ? "es-US" : "en-US", { dateStyle: "medium", timeStyle: "medium" });

/** Say everything within that has a word of its own. */
export function speak(within) {
  for (const one of within.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
}

export function turn() {
  current = current === "es" ? "en" : "es";
  try {
    localStorage.setItem(remembered, current);
  } catch {
    // It is asked again the next time.
  }
  speakAll();
}

export function speakAll() {
  document.documentElement.lang = current;
  document.title = say("title");
  speak(document);
}
