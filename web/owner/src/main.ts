/** The owners' page: what is in force, who looks and who looked, asked for anew every three seconds. */
import { alert, el } from "@open-rtcc/shared/elements";
import { poll, renew } from "@open-rtcc/shared/poll";
import { isShut, start, type Signed } from "@open-rtcc/shared/signed_page";
import { Owner, type Clip, type Site, type View } from "./api";
import { boxSection, camerasSection, Names, watchedWords } from "./cameras";
import { clipsSection, viewsSection } from "./tables";
import { TurnedOff } from "./turned_off";
import { say } from "./words";

const every = 3000;

interface Known {
  site: Site;
  views: View[];
  clips: Clip[];
}

function open({ config, door }: Signed, main: HTMLElement): () => void {
  const owner = new Owner(door);
  const { zone } = config.city;
  const names = new Names();
  const off = new TurnedOff(owner, () => asking.now());
  const spoken = el("p", { class: "usa-sr-only", "aria-live": "polite" });
  const trouble = el("div", { "aria-live": "polite" });
  const unreviewed = say("unreviewed");
  main.append(el("h1", {}, say("title")), ...(unreviewed ? [alert("warning", unreviewed)] : []), spoken, trouble,
    el("p", { class: "lead", id: "waiting", role: "status" }, say("loading")));
  const show = ({ site, views, clips }: Known): void => {
    off.compare(site.cameras);
    document.getElementById("waiting")?.remove();
    trouble.replaceChildren();
    renew(main, boxSection(site, zone));
    renew(main, off.section());
    renew(main, camerasSection(site, zone, (camera) => off.ask(camera)));
    renew(main, viewsSection(views, zone));
    renew(main, clipsSection(clips, zone));
    const words = watchedWords(site.cameras, zone);
    if (spoken.textContent !== words) spoken.textContent = words;
  };
  const ask = async (): Promise<void> => {
    try {
      const [site, { views }, { clips }] = await Promise.all([owner.site(), owner.views(), owner.clips()]);
      if (main.isConnected) show({ site: { ...site, cameras: names.fill(site.cameras) }, views, clips });
    } catch (fault) {
      if (main.isConnected && !isShut(fault) && !trouble.hasChildNodes()) trouble.append(alert("warning", say("unreachable")));
    }
  };
  const asking = poll(ask, every);
  return () => asking.end();
}

void start({
  words: () => ({
    service: say("service"), skip: say("skip"), loading: say("loading"), title: say("title"), lead: say("lead"),
    signIn: say("sign_in"), signOut: say("sign_out"), ended: say("ended"), incomplete: say("incomplete"),
    notIn: say("not_in"), unreachable: say("unreachable"), again: say("again"), footer: say("footer"),
    other: say("other"), otherTitle: say("other_title"),
  }),
  signIn: (config) => config.sign_in_owner,
  api: (config) => config.api.owner,
  open,
});
