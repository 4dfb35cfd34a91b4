/** One incident: what is known, the area around it, asking for footage, and what came back. */
import Box from "@cloudscape-design/components/box";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs, { type TabsProps } from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { CanvassList } from "../canvass/canvass_list";
import { CanvassPanel } from "../canvass/canvass_panel";
import { usualRadius } from "../canvass/order";
import { CamerasNearby } from "../live/cameras_nearby";
import { ClipTable } from "../live/clip_table";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import { moment, sentence } from "../shared/words";
import { EvidenceTable } from "../vault/evidence_table";
import { LazyMap } from "./lazy_map";
import { Priority } from "./priority";

export function IncidentPage({ id }: { id: string }) {
  const { api } = useDesk();
  const { value: incident, fault, again } = useLoad(`incident ${id}`, () => api.incident(id));
  if (fault && !incident) return <Fault fault={fault} again={again} />;
  if (!incident) return <Box padding="xl" textAlign="center"><Spinner size="large" /> Opening the call…</Box>;
  return <Known incident={incident} />;
}

function Known({ incident }: { incident: Incident }) {
  const { config, may } = useDesk();
  const [radius, setRadius] = useState(usualRadius);
  const facts = [
    { label: "Priority", value: <Priority of={incident.priority} /> },
    { label: "Address", value: incident.address },
    { label: "Opened", value: moment(incident.opened_at, config.city.zone) },
    { label: "State", value: sentence(incident.state) },
  ];
  const trail = [{ text: "Open calls", href: href.calls }, { text: incident.number, href: href.incident(incident.id) }];
  return (
    <SpaceBetween size="l">
      <BreadcrumbGroup items={trail} ariaLabel="Where you are" />
      <Header variant="h1" description={`${sentence(incident.kind)}, ${incident.address}`}>Call {incident.number}</Header>
      <Container><KeyValuePairs columns={4} minColumnWidth={150} items={facts} /></Container>
      {may("cameras.list") && incident.state === "open" && <CamerasNearby incident={incident} />}
      <Work incident={incident} radius={radius} setRadius={setRadius} />
      <Container disableContentPaddings><LazyMap calls={[incident]} radius={radius} small /></Container>
    </SpaceBetween>
  );
}

interface WorkProps {
  incident: Incident;
  radius: number;
  setRadius: (radius: number) => void;
}

function Work({ incident, radius, setRadius }: WorkProps) {
  const { may } = useDesk();
  const tabs: TabsProps.Tab[] = [];
  if (may("canvass.open") && incident.state === "open") {
    const sent = (): void => setOpen("canvasses");
    const content = <CanvassPanel incident={incident} radius={radius} setRadius={setRadius} sent={sent} />;
    tabs.push({ id: "ask", label: "Ask for footage", content });
  }
  if (may("canvass.read")) {
    tabs.push({ id: "canvasses", label: "Canvasses", content: <CanvassList incidentId={incident.id} /> });
  }
  if (may("clip.read")) {
    tabs.push({ id: "clips", label: "Clips", content: <ClipTable incidentId={incident.id} /> });
  }
  if (may("evidence.list")) {
    tabs.push({ id: "evidence", label: "Evidence", content: <EvidenceTable incidentId={incident.id} /> });
  }
  const [open, setOpen] = useState(tabs[0]?.id ?? "");
  if (!tabs.length) return null;
  return (
    <Tabs
      ariaLabel="Work on this call"
      i18nStrings={{ scrollLeftAriaLabel: "Earlier tabs", scrollRightAriaLabel: "Later tabs" }}
      variant="container"
      activeTabId={open}
      onChange={({ detail }) => setOpen(detail.activeTabId)}
      tabs={tabs}
    />
  );
}
