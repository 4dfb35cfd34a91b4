/** One incident: what is known, the area around it, asking for footage, and what came back. */
import Box from "@cloudscape-design/components/box";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs, { type TabsProps } from "@cloudscape-design/components/tabs";
import { useMemo, useState, type ReactNode } from "react";
import { Answers } from "../canvass/answers";
import type { Area } from "../canvass/api";
import { CanvassList } from "../canvass/canvass_list";
import { CanvassPanel } from "../canvass/canvass_panel";
import { areaOf, begun } from "../canvass/drawing";
import type { Camera } from "../live/api";
import { CamerasNearby } from "../live/cameras_nearby";
import { ClipTable } from "../live/clip_table";
import { DelayNotice } from "../live/delay_notice";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import { moment, sentence } from "../shared/words";
import { EvidenceTable } from "../vault/evidence_table";
import { IncidentMap } from "./incident_map";
import { Priority } from "./priority";

export function IncidentPage({ id }: { id: string }) {
  const { api } = useDesk();
  const { value: incident, fault, again } = useLoad(`incident ${id}`, () => api.incident(id));
  if (fault && !incident) return <Fault fault={fault} again={again} />;
  if (!incident) return <Box padding="xl" textAlign="center"><Spinner size="large" /> Opening the call…</Box>;
  return <Known incident={incident} />;
}

const noCameras: Camera[] = [];

function Known({ incident }: { incident: Incident }) {
  const { api, config, may } = useDesk();
  const { bounds, name, zone } = config.city;
  const [drawing, draw] = useState(begun);
  const [tab, setTab] = useState("");
  const [seen, setSeen] = useState<Area | null>(null);
  const isOpen = incident.state === "open";
  const mayLook = may("cameras.list") && isOpen;
  const near = async () => (mayLook ? api.live.cameras(incident.id) : { cameras: [], now: "" });
  const cameras = useLoad(`cameras ${incident.id}`, near, mayLook ? 3000 : 0);
  const area = useMemo(() => areaOf(drawing, bounds, name), [drawing, bounds, name]);
  const asking = may("canvass.open") && isOpen && (!tab || tab === "ask");
  const { lat, lon } = incident;
  const shown = useMemo<Area | null>(() => {
    if (!asking) return (tab || "canvasses") === "canvasses" ? seen : null;
    if (typeof area === "string") return null;
    return area ?? { kind: "circle", lat, lon, radius_m: drawing.radius };
  }, [area, asking, lat, lon, drawing.radius, tab, seen]);
  const facts = [
    { label: "Priority", value: <Priority of={incident.priority} /> },
    { label: "Address", value: incident.address },
    { label: "Opened", value: moment(incident.opened_at, zone) },
    { label: "State", value: sentence(incident.state) },
  ];
  const trail = [{ text: "Open calls", href: href.calls }, { text: incident.number, href: href.incident(incident.id) }];
  const ask = may("canvass.open") && isOpen
    ? <CanvassPanel incident={incident} drawing={drawing} draw={draw} area={area} sent={() => setTab("canvasses")} />
    : null;
  return (
    <SpaceBetween size="l">
      <BreadcrumbGroup items={trail} ariaLabel="Where you are" />
      <Header variant="h1" description={`${sentence(incident.kind)}, ${incident.address}`}
        actions={may("notice.delay") && isOpen && incident.priority === 1 && <DelayNotice incident={incident} />}>
        Call {incident.number}
      </Header>
      <Container><KeyValuePairs columns={4} minColumnWidth={150} items={facts} /></Container>
      {mayLook && <CamerasNearby incident={incident} cameras={cameras} />}
      <Grid gridDefinition={[{ colspan: { default: 12, s: 5 } }, { colspan: { default: 12, s: 7 } }]}>
        <div className="beside">
          <IncidentMap incident={incident} cameras={cameras.value?.cameras ?? noCameras} drawing={drawing} draw={draw}
            drawable={asking} area={shown} />
        </div>
        <Work incident={incident} ask={ask} tab={tab} setTab={setTab} show={setSeen} />
      </Grid>
    </SpaceBetween>
  );
}

interface WorkProps {
  incident: Incident;
  ask: ReactNode;
  tab: string;
  setTab: (tab: string) => void;
  /** Shows the area of a canvass on the map. */
  show: (area: Area) => void;
}

function Work({ incident, ask, tab, setTab, show }: WorkProps) {
  const { may } = useDesk();
  const id = incident.id;
  const tabs: TabsProps.Tab[] = [];
  if (ask) tabs.push({ id: "ask", label: "Ask for footage", content: ask });
  if (may("canvass.read")) tabs.push({ id: "canvasses", label: "Canvasses", content: <CanvassList incidentId={id} show={show} /> });
  if (may("canvass.answers")) tabs.push({ id: "answers", label: "Answers", content: <Answers incidentId={id} /> });
  if (may("clip.read")) tabs.push({ id: "clips", label: "Clips", content: <ClipTable incidentId={id} /> });
  if (may("evidence.list")) tabs.push({ id: "evidence", label: "Evidence", content: <EvidenceTable incidentId={id} /> });
  if (!tabs.length) return null;
  return (
    <Tabs
      ariaLabel="Work on this call"
      i18nStrings={{ scrollLeftAriaLabel: "Earlier tabs", scrollRightAriaLabel: "Later tabs" }}
      variant="container"
      activeTabId={tab || (tabs[0]?.id ?? "")}
      onChange={({ detail }) => setTab(detail.activeTabId)}
      tabs={tabs}
    />
  );
}
