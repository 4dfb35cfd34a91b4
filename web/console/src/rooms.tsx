/** The rooms of the console that somebody may enter, and the one in which they are. */
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import type { Action, Desk } from "./shared/context";
import { href, type Route } from "./shared/route";

interface Room {
  text: string;
  href: string;
  needs: Action;
  pages: Route["page"][];
}

const rooms: Room[] = [
  { text: "Open calls", href: href.calls, needs: "incidents.list", pages: ["calls", "incident"] },
  { text: "Canvasses", href: href.reviews, needs: "canvass.approve", pages: ["reviews"] },
  { text: "Evidence", href: href.evidence, needs: "evidence.list", pages: ["evidence", "item"] },
  { text: "Inquiries", href: href.inquiries, needs: "inquiries.list", pages: ["inquiries", "askInquiry", "inquiry"] },
  { text: "Releases", href: href.releases, needs: "releases.list", pages: ["releases", "askRelease", "release"] },
  { text: "Retention", href: href.schedules, needs: "schedules.read", pages: ["schedules"] },
  { text: "Disposals", href: href.disposals, needs: "disposals.list", pages: ["disposals", "disposal"] },
  { text: "Inventory", href: href.inventory, needs: "inventory.read", pages: ["inventory"] },
  { text: "Trace an exhibit", href: href.trace, needs: "evidence.trace", pages: ["trace", "people"] },
  { text: "Custody check", href: href.custody, needs: "custody.verify", pages: ["custody"] },
  { text: "Emergency openings", href: href.glass, needs: "glass.list", pages: ["glass"] },
  { text: "Sample", href: href.sample, needs: "sample.read", pages: ["sample"] },
];

export function Rooms({ desk, route }: { desk: Desk; route: Route }) {
  const items: SideNavigationProps.Item[] = rooms
    .filter(({ needs }) => desk.may(needs))
    .map(({ text, href: to }) => ({ type: "link", text, href: to }));
  const active = rooms.find(({ pages }) => pages.includes(route.page))?.href ?? "";
  return <SideNavigation header={{ text: "Console", href: href.calls }} items={items} activeHref={active} />;
}
