/** The same link for another device: a code to photograph. */
import { call } from "../shared/api";
import { alert, button, el } from "../shared/elements";
import { troubleWords } from "../shared/frame";
import { say } from "./words";

/** A picture needs its name space; the content policy lets it in as an address of this page's own. */
const addressOf = (svg: string): string => {
  const whole = /^<svg[^>]*\sxmlns=/.test(svg) ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  return URL.createObjectURL(new Blob([whole], { type: "image/svg+xml" }));
};

export function handOff(token: string): HTMLElement {
  const place = el("div", { role: "status" });
  const show = async (): Promise<void> => {
    const isOpen = place.hasChildNodes();
    act.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) return place.replaceChildren();
    try {
      const { svg } = await call<{ svg: string }>("GET", "/request/qr", undefined, token);
      place.replaceChildren(el("img", { class: "qr", src: addressOf(svg), alt: say("device.alt") }), el("p", { class: "quiet" }, say("device.how")));
    } catch (fault) {
      place.replaceChildren(alert("error", troubleWords(fault)));
    }
  };
  const act = button(say("device.act"), () => void show(), "usa-button--outline");
  act.setAttribute("aria-expanded", "false");
  return el("section", { class: "panel", "aria-labelledby": "device" },
    el("h2", { id: "device" }, say("device.title")), el("p", {}, say("device.body")), el("p", { class: "change" }, act), place);
}
