/** Canvasses, each with what it asks, how far it has come, its counts, and what may be done with it now; never who answered. */
import Button from "@cloudscape-design/components/button";
import Cards from "@cloudscape-design/components/cards";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, type ReactNode } from "react";
import { useDesk } from "../shared/context";
import { href } from "../shared/route";
import { moment, purposes, stretch } from "../shared/words";
import type { Area, Canvass } from "./api";
import { CanvassActs } from "./canvass_acts";
import { CanvassDecision } from "./canvass_decision";
import { areaOfCanvass } from "./order";
import { canvassState, counts } from "./words";

interface CanvassCardsProps {
  canvasses: Canvass[];
  loading: boolean;
  header: ReactNode;
  empty: string;
  /** Among those of other calls, each leads to its own. */
  withCall?: boolean;
  /** Where there is a map: shows the area of one on it. */
  show?: (area: Area) => void;
  again: () => void;
}

export function CanvassCards({ canvasses, loading, header, empty, withCall = false, show, again }: CanvassCardsProps) {
  const { moved } = useDesk();
  useEffect(() => canvasses.forEach(moved), [canvasses, moved]);
  return (
    <Cards
      header={header}
      items={canvasses}
      loading={loading}
      loadingText="Reading the canvasses"
      trackBy="id"
      empty={empty}
      ariaLabels={{ itemSelectionLabel: () => "", selectionGroupLabel: "Canvasses" }}
      cardsPerRow={[{ cards: 1 }]}
      cardDefinition={{
        header: (one) => <State of={one} />,
        sections: [
          { id: "what", content: (one) => <What of={one} withCall={withCall} show={show} /> },
          { id: "counts", content: (one) => <KeyValuePairs columns={3} minColumnWidth={110} items={counts(one)} /> },
          { id: "acts", content: (one) => <Next of={one} done={again} /> },
        ],
      }}
    />
  );
}

function State({ of }: { of: Canvass }) {
  const [look, words] = canvassState(of);
  return <StatusIndicator type={look}>{words}</StatusIndicator>;
}

interface WhatProps {
  of: Canvass;
  withCall: boolean;
  show: ((area: Area) => void) | undefined;
}

function What({ of: one, withCall, show }: WhatProps) {
  const { zone } = useDesk().config.city;
  const by = (badge?: string | null): string => (badge ? `badge ${badge}` : "");
  const onMap = (): void => show?.(one.area);
  const link = show && <div><Button variant="inline-link" onClick={onMap}>Show on the map</Button></div>;
  const area = <>{areaOfCanvass(one)}{link}</>;
  const facts = [
    ...(withCall ? [{ label: "Call", value: <Link href={href.incident(one.incident_id)}>Open the call</Link> }] : []),
    { label: "Opened", value: `${moment(one.opened_at, zone)}, ${by(one.opened_by)}` },
    { label: "Area", value: area },
    { label: "Footage between", value: stretch(one.window.from, one.window.to, zone) },
    { label: "Purpose", value: purposes[one.purpose] ?? one.purpose },
    ...(one.approved_by ? [{ label: "Approved", value: by(one.approved_by) }] : []),
    ...(one.denied_by ? [{ label: "Denied", value: [by(one.denied_by), one.why].filter(Boolean).join(": ") }] : []),
    ...(one.reminded_at ? [{ label: "Reminded", value: moment(one.reminded_at, zone) }] : []),
    ...(one.closed_at ? [{ label: "Closed", value: [moment(one.closed_at, zone), by(one.closed_by)].filter(Boolean).join(", ") }] : []),
  ];
  return <KeyValuePairs columns={2} minColumnWidth={200} items={facts} />;
}

function Next({ of: one, done }: { of: Canvass; done: () => void }) {
  if (one.state === "waiting") return <CanvassDecision canvass={one} done={done} />;
  return one.state === "open" ? <CanvassActs canvass={one} done={done} /> : null;
}
