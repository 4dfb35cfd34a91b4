/** All packages for one person, a card each. */
import { el, facts } from "@open-rtcc/shared/elements";
import { size, time } from "@open-rtcc/shared/language";
import type { Listed } from "./api";
import { say, sayStanding } from "./strings";

export const moment = (at: string | null | undefined, zone: string): string =>
  at ? time(at, zone, { dateStyle: "medium", timeStyle: "medium" }) : "–";

export function listSection(shares: Listed[], zone: string): HTMLElement {
  if (!shares.length) return el("section", { id: "shares" }, el("p", { class: "panel" }, say("list.none")));
  return el("section", { id: "shares" }, ...shares.map((share) => card(share, zone)));
}

function card(share: Listed, zone: string): HTMLElement {
  const open = el("a", {
    id: `open-${share.id}`, class: "usa-button", href: `#/shares/${share.id}`, "aria-label": say("list.open_label", { case: share.case }),
  }, say("list.open"));
  const items = share.items === 1 ? say("share.count_one") : say("share.count", { count: share.items });
  return el("article", { class: "panel", "aria-label": share.case },
    el("h2", {}, share.case),
    facts([
      [say("share.state"), sayStanding(share)],
      [say("share.reason"), share.reason],
      [say("share.items"), share.bytes ? `${items}, ${size(share.bytes)}` : items],
      [say("share.packed"), moment(share.packed_at, zone)],
    ]),
    el("div", { class: "row" }, open));
}
