/** Looking at what was made of an item, under a mark that names who looks. Nothing is kept on this computer. */
import { alert, button, el } from "@open-rtcc/shared/elements";
import { Problem } from "@open-rtcc/shared/door";
import { isShut } from "@open-rtcc/shared/signed_page";
import type { Agency, Piece, Share, View } from "./api";
import { moment } from "./list";
import { say } from "./strings";

const marks = 6;

export function viewing(agency: Agency, share: Share, zone: string): HTMLElement {
  const isAll = share.method === "view";
  return el("section", { class: "panel", "aria-labelledby": "look" },
    el("h2", { id: "look" }, say("look.title")),
    el("p", {}, say(isAll ? "look.only" : "look.also")),
    el("p", { class: "quiet" }, say("look.mark")),
    el("ol", { class: "items" }, ...share.items.map((piece) => one(agency, share, piece, zone))));
}

function one(agency: Agency, share: Share, piece: Piece, zone: string): HTMLElement {
  const place = el("div", { "aria-live": "polite" });
  const start = button(say("look.start"), () => {
    start.disabled = true;
    agency.view(share.id, piece.id).then((view) => place.replaceChildren(shown(view, piece, zone)), (fault: unknown) => {
      if (!isShut(fault)) place.replaceChildren(alert("warning", fault instanceof Problem && fault.detail ? fault.detail : say("unreachable")));
    }).finally(() => {
      start.disabled = false;
      start.textContent = say("look.again");
      start.setAttribute("aria-label", say("look.again_label", { name: piece.name }));
    });
  }, "usa-button--outline");
  start.setAttribute("aria-label", say("look.label", { name: piece.name }));
  return el("li", {}, el("strong", {}, piece.name), el("div", { class: "row" }, start), place);
}

function shown(view: View, { name }: Piece, zone: string): HTMLElement {
  const lost = (): void => frame.replaceWith(alert("warning", say("look.over")));
  const picture = view.kind === "movie"
    ? el("video", { src: view.url, controls: true, playsinline: true, preload: "metadata", controlslist: "nodownload nofullscreen",
        disablepictureinpicture: true, "aria-label": say("look.movie", { name }), error: lost })
    : el("img", { src: view.url, alt: say("look.sheet", { name }), error: lost });
  const mark = el("div", { class: "mark", "aria-hidden": "true" },
    ...Array.from({ length: marks }, () => el("span", {}, view.watermark.text)));
  const frame = el("figure", { class: "look" },
    el("div", { class: "look__picture" }, picture, mark),
    el("figcaption", { class: "quiet" }, `${view.watermark.text}. ${say("look.until", { until: moment(view.expires_at, zone) })}`));
  return frame;
}
