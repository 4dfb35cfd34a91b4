// The owner's page: shows what is allowed and who looks, and changes it. Text only ever goes in as text.
import { setUpFinding } from "/finding.js";
import { fill, inWords, read } from "/forms.js";
import { lineWord, ofBox, ofCamera, shine } from "/lights.js";
import { has, moment, say, speak, speakAll, turn } from "/words.js";

const EVERY = 2000; // milliseconds
const PICTURE_EVERY = 10000;
const find = (selector, within = document) => within.querySelector(selector);
let pin = "";

async function fetched(method, path, facts) {
  const headers = { "X-Box-Pin": pin, "Content-Type": "application/json" };
  const answer = await fetch(path, { method, headers, body: facts && JSON.stringify(facts) });
  if (answer.ok) return answer;
  const said = await answer.json();
  const translated = `problem.${String(said.type).split(":").pop()}`;
  const fields = (said.fields ?? []).map((field) => field.message);
  throw new Error(has(translated) ? say(translated) : [said.detail ?? said.title, ...fields].join(" "));
}

const ask = async (method, path, facts) => (await fetched(method, path, facts)).json();

async function attempt(act) {
  try {
    await act();
    find("#said").textContent = "";
  } catch (error) {
    find("#said").textContent = error instanceof TypeError ? say("line.gone") : error.message;
    find("#said").scrollIntoView({ block: "nearest" });
  }
}

function line(text, className) {
  const item = document.createElement("li");
  item.textContent = text;
  if (className) item.className = className;
  return item;
}

function act(item, path, facts) {
  return attempt(async () => {
    await ask("POST", `/api/cameras/${item.dataset.id}/${path}`, facts);
    for (const details of item.querySelectorAll("details")) details.open = false;
    await show();
  });
}

function on(item, selector, kind, does) {
  find(selector, item).addEventListener(kind, (event) => {
    if (kind === "submit") event.preventDefault();
    does(event.target);
  });
}

function made(camera) {
  const item = find("#camera").content.firstElementChild.cloneNode(true);
  item.dataset.id = camera.id;
  speak(item);
  on(item, ".change", "toggle", () => fill(find(".grant", item), item.camera));
  on(item, ".off", "click", () => act(item, "off", {}));
  on(item, ".on", "click", () => act(item, "grant", { grant: item.camera.last }));
  on(item, ".grant", "submit", (form) => act(item, "grant", read(form, item.camera.grant)));
  on(item, ".sign-in", "submit", async (form) => {
    await act(item, "sign-in", Object.fromEntries(new FormData(form)));
    form.reset();
  });
  on(item, ".remove", "submit", (form) => {
    if (confirm(say("remove.sure", { camera: item.camera.name }))) {
      act(item, "remove", Object.fromEntries(new FormData(form)));
    }
  });
  find("#cameras").append(item);
  look(item);
  return item;
}

async function look(item) {
  if (document.hidden || !item.isConnected) return;
  const video = find("video", item);
  try {
    const answer = await fetched("GET", `/api/cameras/${item.dataset.id}/picture`);
    const before = video.src;
    video.src = `${URL.createObjectURL(await answer.blob())}#t=0.001`; // some phones show a first frame only when asked
    if (before) URL.revokeObjectURL(before.split("#")[0]);
    video.hidden = false;
    find(".no-picture", item).textContent = "";
  } catch (error) {
    video.hidden = true;
    find(".no-picture", item).textContent = error.message;
  }
}

function allowed(camera) {
  if (camera.is_allowed) return say("allowed", { what: inWords(camera.grant) });
  return camera.lapsed ? say("allowed.lapsed", { what: inWords(camera.lapsed) }) : say("allowed.nothing");
}

function showCamera(camera) {
  const item = find(`#cameras > [data-id="${camera.id}"]`) ?? made(camera);
  item.camera = camera;
  find("h3", item).textContent = camera.name;
  find("video", item).setAttribute("aria-label", say("picture", { camera: camera.name }));
  find(".allowed", item).textContent = allowed(camera);
  shine(find(".lights", item), ofCamera(camera));
  const notes = [camera.why, camera.warn && say(`warn.${camera.warn}`), camera.address];
  notes.push(say("kept", { days: camera.grant.days_stored }), camera.sound && say("sound.on"));
  find(".state", item).textContent = notes.filter(Boolean).join(" · ");
  find(".off", item).hidden = !camera.is_allowed;
  find(".on", item).hidden = camera.is_allowed || !camera.last;
  find(".on-what", item).hidden = camera.is_allowed || !camera.last;
  if (camera.last) find(".on-what", item).textContent = say("switch.on.what", { what: inWords(camera.last) });
}

function showBox(box) {
  shine(find("#lights"), ofBox(box));
  const word = lineWord(box);
  find("#line").textContent = word === "on" ? "" : say(`line.${word}.note`);
  for (const item of document.querySelectorAll("#cameras > li")) {
    if (!box.cameras.some((camera) => camera.id === item.dataset.id)) item.remove();
  }
  box.cameras.forEach(showCamera);
  find("#none").hidden = box.cameras.length > 0;
}

function showLooks(names, { views, delayed }) {
  const looks = views.map((view) => {
    const { badge, incident, at } = view;
    const since = moment(view.since);
    return line(say(`watching.${view.kind}`, { camera: names[view.camera], badge, incident, since, at: at && moment(at) }));
  });
  find("#watching").replaceChildren(...(looks.length ? looks : [line(say("watching.none"), "nobody")]));
  const key = delayed === 1 ? "watching.delayed.one" : "watching.delayed";
  find("#delayed").textContent = delayed ? say(key, { count: delayed }) : "";
}

function showLog(names, { lines, visits }) {
  const seen = visits.map((visit) => {
    const { badge, incident, shown_from, shown_to } = visit;
    const until = visit.until ? moment(visit.until) : say("visit.now");
    const shown = shown_from && { from: moment(shown_from), to: moment(shown_to) };
    const facts = { since: moment(visit.since), until, camera: names[visit.camera] ?? visit.camera, badge, incident };
    return line(say(`visit.${visit.kind}`, { ...facts, ...shown }));
  });
  find("#visits").replaceChildren(...(seen.length ? seen : [line(say("visits.none"))]));
  const changed = lines.map((change) => {
    const what = inWords(change.grant);
    return line(say("change.line", { at: moment(change.at), camera: change.name, what, by: say(`by.${change.by}`) }));
  });
  find("#log").replaceChildren(...changed);
}

async function show() {
  const [box, now, log] = await Promise.all(["cameras", "now", "log"].map((name) => ask("GET", `/api/${name}`)));
  const names = Object.fromEntries(log.lines.map((change) => [change.camera, change.name]).reverse());
  for (const camera of box.cameras) names[camera.id] = camera.name;
  showBox(box);
  showLooks(names, now);
  showLog(names, log);
}

const again = () => show().catch((error) => (find("#line").textContent = error instanceof TypeError ? say("line.gone") : error.message));

find("#sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  pin = find("#pin").value;
  attempt(async () => {
    await ask("GET", "/api/now"); // one question: each answered "no" is counted
    await show();
    find("#sign-in").hidden = true;
    find("#inside").hidden = false;
    setInterval(again, EVERY);
    setInterval(() => document.querySelectorAll("#cameras > li").forEach(look), PICTURE_EVERY);
  });
});

find("#add").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    await ask("POST", "/api/cameras", Object.fromEntries(new FormData(event.target)));
    event.target.reset();
    find(".found").replaceChildren();
    await show();
  });
});

setUpFinding(find("#add"), ask, attempt);

find("#language").addEventListener("click", () => {
  turn();
  if (!find("#inside").hidden) again();
});
speakAll();
