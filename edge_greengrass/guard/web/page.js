// The owner's page: shows what is allowed and who watches, and changes it. Text only ever goes in as text.

const EVERY = 2000; // milliseconds
const find = (selector, within = document) => within.querySelector(selector);
let pin = "";

async function ask(method, path, facts) {
  const answer = await fetch(path, {
    method,
    headers: { "X-Box-Pin": pin, "Content-Type": "application/json" },
    body: facts && JSON.stringify(facts),
  });
  const said = await answer.json();
  if (!answer.ok) {
    const fields = (said.fields ?? []).map((field) => field.message);
    throw new Error([said.detail ?? said.title, ...fields].join(" "));
  }
  return said;
}

async function attempt(act) {
  try {
    await act();
    find("#said").textContent = "";
  } catch (error) {
    find("#said").textContent = error.message;
  }
}

const clock = (at) => new Date(at).toLocaleString("en-US");
const minutes = (text) => (text ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) : undefined);
const time = (minute) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

const LIVE = {
  never: "no live view",
  priority_1: "live on priority-1 calls nearby",
  any_call: "live on calls nearby",
  approved: "live when you approve",
  always: "live on any open call",
};
const RECALL = { never: "no footage", request: "footage when you approve", case: "footage on a case number" };

function inWords(grant) {
  const parts = [
    LIVE[grant.live] + (grant.radius_m ? ` (${grant.radius_m} m)` : ""),
    RECALL[grant.recall] + (grant.depth_hours ? ` (${grant.depth_hours} hours back)` : ""),
  ];
  if (grant.directed) parts.push("may watch without a call");
  if (grant.emergency) parts.push("may watch in an emergency");
  if (grant.hours) parts.push(`from ${time(grant.hours[0])} to ${time(grant.hours[1])}`);
  return parts.join(", ");
}

function line(text, className) {
  const item = document.createElement("li");
  item.textContent = text;
  if (className) item.className = className;
  return item;
}

function fill(form, camera) {
  const { grant } = camera;
  form.elements.name.value = camera.name;
  for (const name of ["live", "radius_m", "most_minutes", "recall", "depth_hours", "days_stored"]) {
    form.elements[name].value = grant[name];
  }
  for (const name of ["directed", "emergency"]) form.elements[name].checked = grant[name];
  form.elements.from.value = grant.hours ? time(grant.hours[0]) : "";
  form.elements.to.value = grant.hours ? time(grant.hours[1]) : "";
}

function read(form, before) {
  const at = form.elements;
  const near = ["priority_1", "any_call"].includes(at.live.value);
  const grant = {
    ...before,
    live: at.live.value,
    radius_m: near ? Number(at.radius_m.value) : 0,
    most_minutes: Number(at.most_minutes.value),
    recall: at.recall.value,
    depth_hours: at.recall.value === "never" ? 0 : Number(at.depth_hours.value),
    directed: at.directed.checked,
    emergency: at.emergency.checked,
    days_stored: Number(at.days_stored.value),
    hours: at.from.value && at.to.value ? [minutes(at.from.value), minutes(at.to.value)] : undefined,
  };
  return { name: at.name.value, grant };
}

function made(camera) {
  const item = find("#camera").content.firstElementChild.cloneNode(true);
  item.dataset.id = camera.id;
  const form = find(".grant", item);
  find("details", item).addEventListener("toggle", () => fill(form, item.camera));
  find(".off", item).addEventListener("click", () =>
    attempt(async () => {
      await ask("POST", `/api/cameras/${camera.id}/off`, {});
      find("details", item).open = false;
      await show();
    }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      await ask("POST", `/api/cameras/${camera.id}/grant`, read(form, item.camera.grant));
      find("details", item).open = false;
      await show();
    });
  });
  find("#cameras").append(item);
  return item;
}

function showCamera(camera) {
  const item = find(`#cameras > [data-id="${camera.id}"]`) ?? made(camera);
  item.camera = camera;
  find("h3", item).textContent = camera.name;
  find(".allowed", item).textContent = camera.is_allowed
    ? `Allowed: ${inWords(camera.grant)}.`
    : "Nothing is allowed: for the center this camera is not there.";
  find(".state", item).textContent =
    `${camera.address} · ${camera.state}${camera.why ? ` (${camera.why})` : ""} · kept ${camera.grant.days_stored} days`;
  find(".off", item).hidden = !camera.is_allowed;
}

async function show() {
  const [{ cameras, is_online }, { views }, { lines }] = await Promise.all(
    ["cameras", "now", "log"].map((name) => ask("GET", `/api/${name}`)),
  );
  const names = Object.fromEntries(cameras.map((camera) => [camera.id, camera.name]));
  find("#line").textContent = is_online ? "Connected to the center." : "Not connected to the center.";
  cameras.forEach(showCamera);
  const watching = views.map((view) =>
    line(`${names[view.camera]}: badge ${view.badge}, incident ${view.incident}, since ${clock(view.since)}`),
  );
  find("#watching").replaceChildren(...(watching.length ? watching : [line("Nobody.", "nobody")]));
  find("#log").replaceChildren(
    ...lines.map((change) => line(`${clock(change.at)} · ${change.name}: ${inWords(change.grant)} (${change.by})`)),
  );
}

find("#sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  pin = find("#pin").value;
  attempt(async () => {
    await ask("GET", "/api/now"); // one question: each answered "no" is counted
    await show();
    find("#sign-in").hidden = true;
    find("#inside").hidden = false;
    setInterval(() => show().catch((error) => (find("#line").textContent = error.message)), EVERY);
  });
});

find("#add").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    await ask("POST", "/api/cameras", Object.fromEntries(new FormData(event.target)));
    event.target.reset();
    await show();
  });
});
