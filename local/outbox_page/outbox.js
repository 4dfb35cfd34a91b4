// Shows the outbox, newest first, and looks again every two seconds. Builds text nodes only: a message is never markup.
"use strict";

const list = document.getElementById("messages");
const count = document.getElementById("count");
const empty = document.getElementById("empty");
const to = document.getElementById("to");
let shown = "";
let all = [];

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((piece, index) => {
    if (index % 2 === 0) return piece;
    const link = element("a", "", piece);
    link.href = piece;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  });
}

function time(at) {
  const made = element("time", "", new Date(at).toLocaleTimeString());
  made.dateTime = at;
  return made;
}

function item(message) {
  const isText = message.channel === "text";
  const head = element(
    "p",
    "head",
    element("span", "channel", isText ? "Text" : "E-mail"),
    element("span", "to", "to ", element("strong", "", message.to)),
    time(message.at),
  );
  const body = element("div", "bubble");
  if (message.subject) body.append(element("h2", "", message.subject));
  body.append(element("p", "words", ...linked(message.text)));
  return element("li", isText ? "text" : "email", head, body);
}

function draw() {
  const wanted = to.value.trim().toLowerCase();
  const found = all.filter((message) => message.to.toLowerCase().includes(wanted)).reverse();
  list.replaceChildren(...found.map(item));
  count.textContent = found.length === 1 ? "1 message" : `${found.length} messages`;
  empty.hidden = all.length > 0;
}

async function look() {
  try {
    const answer = await fetch("/outbox.json", { cache: "no-store" });
    const text = await answer.text();
    if (answer.ok && text !== shown) {
      shown = text;
      all = JSON.parse(text);
      draw();
    }
  } catch {
    count.textContent = "The city does not answer. Is it still running?";
  }
  setTimeout(look, 2000);
}

document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
to.addEventListener("input", draw);
document.getElementById("answer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = Object.fromEntries(new FormData(event.target));
  const answer = await fetch("/outbox/answers", { method: "POST", body: JSON.stringify(said) }).catch(() => null);
  document.getElementById("answered").textContent = answer && answer.ok ? "Sent." : "Not sent.";
});
look();
