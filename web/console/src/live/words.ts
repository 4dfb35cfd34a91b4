/** How the console says what stands with a camera, a view or a clip. */
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { Allowed, Camera, Clip, ViewPurpose } from "./api";
import type { Stage } from "./view";

type Look = StatusIndicatorProps.Type;

export const viewPurposes: Record<ViewPurpose, string> = {
  call: "Answer this call",
  directed: "Directed monitoring",
  emergency: "Declared civil emergency",
};

export const stageLooks: Record<Stage, Look> = {
  opening: "loading", waiting: "loading", playing: "success", halted: "stopped", stalled: "warning", ended: "stopped",
};

const states: Record<string, [Look, string]> = {
  recording: ["success", "Recording"],
  stalled: ["warning", "No picture right now"],
  refused: ["error", "Refuses the box"],
  absent: ["error", "Does not answer"],
};
const warnings: Record<string, string> = {
  frozen: "Its picture stands still",
  looped: "It may be showing a recording",
  clock: "Its clock is wrong",
  flapping: "It keeps coming and going",
};

/** What the box says of a camera; what it noticed weighs more than that it records. */
export function cameraState({ state, warn }: Pick<Camera, "state" | "warn">): [Look, string] {
  const known = states[state] ?? (["pending", "Not known yet"] satisfies [Look, string]);
  return warn && known[0] === "success" ? ["warning", warnings[warn] ?? warn] : known;
}

/** Why this page cannot show a camera's picture at all; empty when it can. */
export const unshowable = ({ codec }: Pick<Camera, "codec">): string =>
  codec === "h265"
    ? "This camera records H.265, which browsers cannot show here. You can order a clip: it is cut from the recording as it is, and plays in a video player."
    : "";

/** What is allowed, or why not: the API gives half a sentence. */
export const allowance = ({ allowed, why }: Allowed): string =>
  allowed ? "Allowed" : `Not now: ${why || "the owner does not allow it"}.`;

const clipStates: Record<string, [Look, string]> = {
  ordered: ["in-progress", "Asked of the box"],
  cut: ["in-progress", "Cut; on its way"],
  admitted: ["success", "In the vault"],
  quarantined: ["error", "In quarantine"],
  none: ["warning", "Nothing recorded for that time"],
  refused: ["error", "Refused"],
  failed: ["error", "Failed"],
};

export const clipState = ({ state }: Clip): [Look, string] => clipStates[state] ?? ["info", state];

/** What else is known of a clip: why it is not there, or what is missing in it. */
export function clipNote({ why, gaps: known, strict, codec }: Clip): string {
  const gaps = known ?? [];
  const missing = gaps.length ? `with ${gaps.length === 1 ? "one gap" : `${gaps.length} gaps`}` : "";
  const form = codec === "h265" ? "H.265: plays in a video player" : "";
  return [why, missing, strict ? "nothing from before it in the file" : "", form].filter(Boolean).join(", ");
}

/** The last seconds up to a moment, as an order names them. */
export function lastSeconds(count: number, until: number): { from: string; to: string } {
  return { from: new Date(until - count * 1000).toISOString(), to: new Date(until).toISOString() };
}
