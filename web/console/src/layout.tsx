/** The frame around every page: the bar, the rooms one may enter, messages, and new priority-1 calls wherever one is. */
import AppLayoutToolbar from "@cloudscape-design/components/app-layout-toolbar";
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import TopNavigation from "@cloudscape-design/components/top-navigation";
import type { Config } from "@open-rtcc/shared/config";
import { useMemo, useRef, useState, type MouseEvent } from "react";
import { useOpenCalls } from "./incidents/open_calls";
import { SpokenCall, urgentMessages } from "./incidents/urgent_calls";
import { Page } from "./pages";
import { Rooms } from "./rooms";
import type { Api, Me } from "./shared/api";
import { DeskContext, type Action, type Desk } from "./shared/context";
import { useFlashes } from "./shared/flashes";
import { useWide } from "./shared/narrow";
import { atFirst, afterMove } from "./shared/rooms_open";
import { href, routeOf, useHash } from "./shared/route";
import { sentence } from "./shared/words";

const buttons = { open: "Open the rooms", close: "Close the rooms" };

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
  const { isOpen, move, notice } = useRooms();
  const flashes = said.map<FlashbarProps.MessageDefinition>(({ key, words }) => ({
    id: `said ${key}`, type: "success", content: words, dismissible: true, dismissLabel: "Dismiss",
    onDismiss: () => dismiss(key),
  }));
  const shown = [...urgentMessages(calls), ...flashes];
  return (
    <DeskContext.Provider value={desk}>
      <Bar config={config} me={me} signOut={signOut} />
      <SpokenCall calls={calls} />
      <div onClickCapture={notice}>
        <AppLayoutToolbar
          headerSelector="#bar"
          toolsHide
          navigationOpen={isOpen}
          onNavigationChange={({ detail }) => move(detail.open)}
          navigation={<Rooms desk={desk} route={route} />}
          notifications={shown.length > 0 && <Flashbar items={shown} />}
          content={<Page route={route} calls={calls} />}
          ariaLabels={{ navigation: "Rooms", navigationToggle: buttons.open, navigationClose: buttons.close }}
        />
      </div>
    </DeskContext.Provider>
  );
}

/** Whether the rooms are open; the layout does not say whether a person moved them, so their buttons are watched. */
function useRooms() {
  const isWide = useWide();
  const [rooms, setRooms] = useState(atFirst);
  const pressed = useRef(false);
  const notice = ({ target }: MouseEvent) => {
    const label = (target as Element).closest("button")?.getAttribute("aria-label");
    pressed.current = label === buttons.open || label === buttons.close;
  };
  const move = (open: boolean) => {
    const isPressed = pressed.current;
    pressed.current = false;
    setRooms((before) => afterMove(before, { open, isWide, isPressed }));
  };
  return { isOpen: isWide ? rooms.wide : rooms.narrow, move, notice };
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
