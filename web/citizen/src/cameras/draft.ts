/** Groups of cameras that are alike, as somebody types them, and what is wrong with them before they are sent. Pure. */
import type { Cameras, Cover, Facing, Recording } from "../shared/api";
import type { Key } from "./words";

export interface Group {
  count: string;
  facing: string;
  covers: string[];
  recording: string;
  days_kept: string;
  clock_checked: boolean;
}

export const mostGroups = 8;

export const blankGroup = (): Group => ({
  count: "1", facing: "unknown", covers: [], recording: "unknown", days_kept: "", clock_checked: false,
});

export const groupOf = (cameras: Cameras): Group => ({
  ...cameras, covers: [...cameras.covers], count: String(cameras.count), days_kept: String(cameras.days_kept || ""),
});

export const camerasOf = (groups: Group[]): Cameras[] => groups.map((group) => ({
  count: Number(group.count),
  facing: group.facing as Facing,
  covers: group.covers as Cover[],
  recording: group.recording as Recording,
  days_kept: Number(group.days_kept),
  clock_checked: group.clock_checked,
}));

const whole = (text: string, least: number, most: number): boolean =>
  /^\d+$/.test(text.trim()) && +text >= least && +text <= most;

const rules: [keyof Group, (group: Group) => boolean, Key][] = [
  ["count", ({ count }) => whole(count, 1, 64), "errors.count"],
  ["covers", ({ covers }) => covers.length > 0, "errors.covers"],
  ["days_kept", ({ days_kept: days }) => !days.trim() || whole(days, 0, 365), "errors.days_kept"],
];

/** What is plainly wrong, by the name of its field, such as `cameras.0.covers`. */
export function faultsOfGroups(groups: Group[]): [string, Key][] {
  return groups.flatMap((group, index) => rules.filter(([, holds]) => !holds(group)).map(([name, , key]) =>
    [`cameras.${index}.${name}`, key] as [string, Key]));
}

/** The field of this form that a field of the API is asked in: `cameras.0.covers.1` in `cameras.0.covers`. */
export const fieldOf = (name: string): string => name.split(".").slice(0, 3).join(".");

/** Keep what was typed or ticked in a field named such as `cameras.0.covers`; whether it was one of these. */
export function keepGroup(groups: Group[], field: { name: string; value: string; checked: boolean }): boolean {
  const [form, index, name] = field.name.split(".");
  const group = groups[Number(index)];
  if (form !== "cameras" || !group) return false;
  const others = group.covers.filter((cover) => cover !== field.value);
  if (name === "covers") group.covers = field.checked ? [...others, field.value] : others;
  else if (name === "clock_checked") group.clock_checked = field.checked;
  else if (name === "count" || name === "facing" || name === "recording" || name === "days_kept") group[name] = field.value;
  return true;
}
