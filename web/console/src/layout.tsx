/** The frame around every page: the bar, the rooms one may enter, messages, and new priority-1 calls wherever one is. */
import AppLayoutToolbar from "@cloudscape-design/components/app-layout-toolbar";
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import TopNavigation from "@cloudscape-design/components/top-navigation";
import type { Config } from "@open-rtcc/shared/config";
import { useMemo, useState } from "react";
import { ReviewsPage } from "./canvass/reviews_page";
import { CustodyPage } from "./custody/custody_page";
import { CallsPage } from "./incidents/calls_page";
import { IncidentPage } from "./incidents/incident_page";
import { useOpenCalls, type OpenCalls } from "./incidents/open_calls";
import { SpokenCall, urgentMessages } from "./incidents/urgent_calls";
import { AskPage } from "./release/ask_page";
import { ReleasePage } from "./release/release_page";
import { ReleasesPage } from "./release/releases_page";
import type { Api, Me } from "./shared/api";
import { DeskContext, type Action, type Desk } from "./shared/context";
import { Fault } from "./shared/fault";
import { useFlashes } from "./shared/flashes";
import { href, routeOf, useHash, type Route } from "./shared/route";
import { sentence } from "./shared/words";
import { EvidencePage } from "./vault/evidence_page";
import { ItemPage } from "./vault/item_page";

interface LayoutProps {
  config: Config;
  api: Api;
  me: Me;
  signOut: () => void;
}

export function Layout({ config, api, me, signOut }: LayoutProps) {
  const hash = useHash();
  const route = routeOf(hash);
  const { shown: said, tell, moved, dismiss } = useFlashes(hash);
  const desk = useMemo<Desk>(
    () => ({ config, api, me, tell, moved, may: (action: Action) => me.actions.includes(action) }),
    [config, api, me, tell, moved],
  );
  const calls = useOpenCalls(desk);
  const [navigating, setNavigating] = useState(window.innerWidth > 900);
  const flashes = said.map<FlashbarProps.MessageDefinition>(({ key, words }) => ({
    id: `said ${key}`, type: "success", content: words, dismissible: true, dismissLabel: "Dismiss",
    onDismiss: () => dismiss(key),
  }));
  const shown = [...urgentMessages(calls), ...flashes];
  return (
    <DeskContext.Provider value={desk}>
      <Bar config={config} me={me} signOut={signOut} />
      <SpokenCall calls={calls} />
      <AppLayoutToolbar
        headerSelector="#bar"
        toolsHide
        navigationOpen={navigating}
        onNavigationChange={({ detail }) => setNavigating(detail.open)}
        navigation={<Rooms desk={desk} route={route} />}
        notifications={shown.length > 0 && <Flashbar items={shown} />}
        content={<Page route={route} calls={calls} />}
        ariaLabels={{ navigation: "Rooms", navigationToggle: "Open the rooms", navigationClose: "Close the rooms" }}
      />
    </DeskContext.Provider>
  );
}

function Page({ route, calls }: { route: Route; calls: OpenCalls }) {
  if (route.page === "calls") return <CallsPage calls={calls} />;
  if (route.page === "incident") return <IncidentPage key={route.id} id={route.id} />;
  if (route.page === "evidence") return <EvidencePage />;
  if (route.page === "item") return <ItemPage key={route.id} id={route.id} />;
  if (route.page === "reviews") return <ReviewsPage />;
  if (route.page === "releases") return <ReleasesPage />;
  if (route.page === "askRelease") return <AskPage />;
  if (route.page === "release") return <ReleasePage key={route.id} id={route.id} />;
  if (route.page === "custody") return <CustodyPage />;
  return <Fault fault={new Error("unknown page")} />;
}

function Bar({ config, me, signOut }: { config: Config; me: Me; signOut: () => void }) {
  const identity = { href: href.calls, title: config.city.agency };
  const user = `${me.name} (${sentence(me.role)})`;
  return (
    <div id="bar">
      <TopNavigation
        identity={identity}
        utilities={[
          {
            type: "menu-dropdown", text: me.name, iconName: "user-profile", ariaLabel: user,
            description: `${sentence(me.role)}, badge ${me.badge}`,
            items: [{ id: "out", text: "Sign out" }], onItemClick: signOut,
          },
        ]}
        i18nStrings={{ overflowMenuTriggerText: "More", overflowMenuTitleText: "All", overflowMenuBackIconAriaLabel: "Back",
          overflowMenuDismissIconAriaLabel: "Close" }}
      />
    </div>
  );
}

function Rooms({ desk, route }: { desk: Desk; route: Route }) {
  const items: SideNavigationProps.Item[] = [];
  if (desk.may("incidents.list")) items.push({ type: "link", text: "Open calls", href: href.calls });
  if (desk.may("canvass.approve")) items.push({ type: "link", text: "Canvasses", href: href.reviews });
  if (desk.may("evidence.list")) items.push({ type: "link", text: "Evidence", href: href.evidence });
  if (desk.may("releases.list")) items.push({ type: "link", text: "Releases", href: href.releases });
  if (desk.may("custody.verify")) items.push({ type: "link", text: "Custody check", href: href.custody });
  const active = { calls: href.calls, incident: href.calls, evidence: href.evidence, item: href.evidence,
    reviews: href.reviews, releases: href.releases, askRelease: href.releases, release: href.releases, custody: href.custody, unknown: "" }[route.page];
  return <SideNavigation header={{ text: "Console", href: href.calls }} items={items} activeHref={active} />;
}
