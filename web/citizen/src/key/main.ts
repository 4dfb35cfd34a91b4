/** The public page with the fingerprint that a release package is checked against; it never travels in the package. */
import { call } from "../shared/api";
import { button, el, facts, withPhone } from "../shared/elements";
import { show, start } from "../shared/frame";
import { say } from "./words";
import { groups } from "./groups";

interface SealKey {
  algorithm: string;
  /** SHA-256 of the public key (DER, SPKI), in hex. */
  fingerprint: string;
}

void start(async (about) => {
  const key = await call<SealKey>("GET", "/seal-key");
  return () => {
    const copy = button(say("key.copy"), () => {
      void navigator.clipboard.writeText(key.fingerprint).then(() => (copy.textContent = say("key.copied")));
    }, "usa-button--outline");
    copy.setAttribute("aria-live", "polite");
    show(
      el("h1", {}, say("key.title")),
      el("p", { class: "lead" }, say("key.lead", { agency: about.city.agency })),
      el("div", { class: "panel" },
        el("h2", { id: "fingerprint" }, say("key.fingerprint")),
        el("p", { class: "fingerprint", "aria-labelledby": "fingerprint" },
          ...groups(key.fingerprint).map((four) => el("span", {}, `${four} `))),
        el("p", {}, copy),
        facts([[say("key.algorithm"), key.algorithm]])),
      el("h2", { class: "after" }, say("key.how")),
      el("p", {}, say("key.how_body")),
      el("pre", { class: "digest" }, `python3 verify_release.py package.zip \\\n  --fingerprint ${key.fingerprint}`),
      el("p", { class: "quiet" }, ...withPhone(say("key.call"), about.city)));
  };
});
