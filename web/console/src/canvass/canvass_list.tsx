/** What was asked for one incident, and how many answered. */
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import type { Area } from "./api";
import { CanvassCards } from "./canvass_cards";
import { noCanvasses } from "./words";

export function CanvassList({ incidentId, show }: { incidentId: string; show: (area: Area) => void }) {
  const { api } = useDesk();
  const { value, fault, loading, again } = useLoad(`canvasses ${incidentId}`, () => api.canvass.list(incidentId), 5000);
  const header = <Header variant="h2" description="The counts follow the answers. Of a no there is only the count.">Canvasses</Header>;
  return (
    <SpaceBetween size="m">
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <CanvassCards canvasses={value?.canvasses ?? noCanvasses} loading={loading} header={header} show={show} again={again}
        empty="Nobody was asked for this call yet." />
    </SpaceBetween>
  );
}
