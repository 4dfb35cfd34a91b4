/** The agencies' page: the packages for whoever is signed in, or one of them. */
import { alert, el } from "@open-rtcc/shared/elements";
import { only } from "@open-rtcc/shared/language";
import { poll, renew } from "@open-rtcc/shared/poll";
import { isShut, start, type Signed } from "@open-rtcc/shared/signed_page";
import { Agency } from "./api";
import { listSection } from "./list";
import { sharePage } from "./share";
import { say } from "./strings";

const every = 5000;

/** Which package the address names; empty for the list of all. */
const named = (): string => /^#\/shares\/([\w-]+)$/.exec(location.hash)?.[1] ?? "";

function open({ config, door }: Signed, main: HTMLElement): () => void {
  const agency = new Agency(door);
  const { zone } = config.city;
  let close: () => void = () => undefined;
  const turn = (): void => {
    close();
    main.replaceChildren();
    close = named() ? sharePage(agency, named(), zone, main) : list(agency, zone, main);
    scrollTo({ top: 0 });
  };
  addEventListener("hashchange", turn);
  turn();
  return () => {
    removeEventListener("hashchange", turn);
    close();
  };
}

function list(agency: Agency, zone: string, main: HTMLElement): () => void {
  const who = el("p", { class: "lead" }, say("loading"));
  const trouble = el("div", { "aria-live": "polite" });
  main.append(el("h1", {}, say("title")), who, el("p", {}, say("lead")), trouble);
  let isOver = false;
  const ask = async (): Promise<void> => {
    try {
      const [me, { shares }] = await Promise.all([agency.me(), agency.shares()]);
      if (isOver) return;
      trouble.replaceChildren();
      who.textContent = say("you", { name: me.name, agency: me.agency, ori: me.ori });
      renew(main, listSection(shares, zone));
    } catch (fault) {
      if (!isOver && !isShut(fault) && !trouble.hasChildNodes()) trouble.append(alert("warning", say("unreachable")));
    }
  };
  const asking = poll(ask, every);
  return () => {
    isOver = true;
    asking.end();
  };
}

only("en");
void start({
  words: () => ({
    service: say("service"), skip: say("skip"), loading: say("loading"), title: say("title"), lead: say("lead"),
    signIn: say("sign_in"), signOut: say("sign_out"), ended: say("ended"), incomplete: say("incomplete"),
    notIn: say("not_in"), unreachable: say("unreachable"), again: say("again"), footer: say("footer"),
  }),
  signIn: (config) => config.sign_in_agency,
  api: (config) => config.api.agency,
  open,
});
