/** One package: what it is, what is inside, what may be done with it, the download and the receipt. */
import { alert, el, facts } from "@open-rtcc/shared/elements";
import { count, size } from "@open-rtcc/shared/language";
import { Problem } from "@open-rtcc/shared/door";
import { isShut } from "@open-rtcc/shared/signed_page";
import type { Agency, Piece, Share } from "./api";
import { Download } from "./download";
import { moment } from "./list";
import { moreTime } from "./renewal";
import { say, sayStanding, sayState } from "./strings";
import { viewing } from "./view";

export function sharePage(agency: Agency, id: string, zone: string, main: HTMLElement): () => void {
  const back = el("p", {}, el("a", { class: "usa-link", href: "#/" }, `← ${say("list.back")}`));
  const place = el("div", {}, el("p", { class: "lead", role: "status" }, say("loading")));
  main.append(back, place);
  let download: Download | null = null;
  let isOver = false;
  agency.share(id).then(
    (share) => {
      if (isOver) return;
      const state = el("span", {}, sayStanding(share));
      download = new Download(agency, share, zone, (now) => state.replaceChildren(sayState(now)));
      const ways = waysTo(share, download.node, viewing(agency, share, zone));
      place.replaceChildren(...about(share, state, zone), limits(share), ...ways, moreTime(agency, share, zone), ...(share.method === "view" ? [] : [checking(share)]));
      place.querySelector("h1")?.focus();
    },
    (fault: unknown) => {
      if (isOver || isShut(fault)) return;
      const unknown = fault instanceof Problem && fault.status === 404;
      place.replaceChildren(el("h1", {}, say("title")), alert("warning", say(unknown ? "share.unknown" : "unreachable")));
    },
  );
  return () => {
    isOver = true;
    download?.stop();
  };
}

/** What may be done now: nothing when its time is over; no file of what is for viewing only. */
function waysTo(share: Share, download: HTMLElement, view: HTMLElement): HTMLElement[] {
  if (share.is_expired) return [];
  if (share.method === "view") return [view];
  return [share.state === "renewed" ? alert("info", say("get.anew")) : download, view];
}

function about(share: Share, state: HTMLElement, zone: string): HTMLElement[] {
  return [
    el("h1", { tabindex: -1 }, share.case),
    el("div", { class: "panel" }, facts([
      [say("share.state"), state],
      [say("share.reason"), share.reason],
      [say("share.packed"), moment(share.packed_at, zone)],
      [say("share.expires"), moment(share.expires_at, zone)],
      [say("share.method"), say(share.method === "view" ? "method.view" : "method.download")],
      ...(share.sha256 ? sealed(share) : []),
    ])),
    el("section", { class: "panel", "aria-labelledby": "items" },
      el("h2", { id: "items" }, say("share.items")),
      el("ol", { class: "items" }, ...share.items.map(item))),
  ];
}

const sealed = (share: Share): [string, string, string?][] => [
  [say("share.size"), `${size(share.bytes)} (${count(share.bytes)} B)`],
  [say("share.digest"), share.sha256, "digest"],
];

const item = ({ name, bytes, sha256 }: Piece): HTMLElement =>
  el("li", {}, el("strong", {}, name), ` ${size(bytes)}`, el("div", { class: "digest" }, sha256));

function limits(share: Share): HTMLElement {
  return el("section", { class: "panel", "aria-labelledby": "limits" },
    el("h2", { id: "limits" }, say("limits.title")),
    el("ul", {},
      el("li", {}, say("limits.case", { case: share.case })),
      share.agreed_limits && el("li", {}, el("strong", {}, share.agreed_limits)),
      el("li", {}, share.limits),
      el("li", {}, say("limits.on")),
      el("li", {}, say("limits.whole"))));
}

/** How to check the package without us, and without trusting whoever handed it on. */
function checking(share: Share): HTMLElement {
  const key = el("a", { class: "usa-link", href: "/key" }, say("check.key"));
  return el("section", { class: "panel", "aria-labelledby": "check" },
    el("h2", { id: "check" }, say("check.title")),
    el("p", {}, say("check.how")),
    el("ol", {},
      el("li", {}, say("check.pin"), " ", key, "."),
      el("li", {}, say("check.page")),
      el("li", {}, say("check.tool"),
        el("pre", { class: "digest" }, `python3 verify_release.py ${share.id}.zip \\\n  --fingerprint THE-FINGERPRINT`))),
    el("p", { class: "quiet" }, say("check.source")));
}
