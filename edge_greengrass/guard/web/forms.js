// What a camera is allowed, in words, and in the form that changes it.
import { say } from "/words.js";

const minutes = (text) => (text ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) : undefined);
const time = (minute) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

export function inWords(grant) {
  const parts = [
    say(`live.${grant.live}`, { radius: grant.radius_m }),
    say(`recall.${grant.recall}`, { hours: grant.depth_hours }),
  ];
  if (grant.directed) parts.push(say("directed"));
  if (grant.emergency) parts.push(say("emergency"));
  if (grant.hours) parts.push(say("hours", { from: time(grant.hours[0]), to: time(grant.hours[1]) }));
  return parts.join(", ");
}

export function fill(form, camera) {
  const grant = camera.is_allowed ? camera.grant : (camera.last ?? camera.grant);
  form.elements.name.value = camera.name;
  form.elements.sound.checked = camera.sound;
  for (const name of ["live", "radius_m", "most_minutes", "recall", "depth_hours"]) {
    form.elements[name].value = grant[name];
  }
  form.elements.days_stored.value = camera.grant.days_stored;
  for (const name of ["directed", "emergency"]) form.elements[name].checked = grant[name];
  form.elements.from.value = grant.hours ? time(grant.hours[0]) : "";
  form.elements.to.value = grant.hours ? time(grant.hours[1]) : "";
}

export function read(form, before) {
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
  return { name: at.name.value, sound: at.sound.checked, grant };
}
