/** What was asked for one incident, and how many answered; never who. */
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { moment, purposes, sentence, stretch } from "../shared/words";

export function CanvassList({ incidentId }: { incidentId: string }) {
  const { api, config } = useDesk();
  const { zone } = config.city;
  const { value, fault, loading, again } = useLoad(`canvasses ${incidentId}`, () => api.canvasses(incidentId), 5000);
  return (
    <SpaceBetween size="m">
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <Table
        variant="embedded"
        header={<Header variant="h2">Canvasses</Header>}
        items={value?.canvasses ?? []}
        loading={loading}
        loadingText="Reading the canvasses"
        trackBy="id"
        empty="Nobody was asked for this call yet."
        wrapLines
        ariaLabels={{ tableLabel: "Canvasses" }}
        columnDefinitions={[
          { id: "opened", header: "Sent", isRowHeader: true, cell: (one) => moment(one.opened_at, zone) },
          { id: "area", header: "Area", cell: (one) => (one.radius_m ? `${one.radius_m} m` : sentence(one.area.kind)) },
          { id: "window", header: "Footage between", cell: (one) => stretch(one.window.from, one.window.to, zone) },
          { id: "purpose", header: "Purpose", cell: (one) => purposes[one.purpose] ?? one.purpose },
          { id: "asked", header: "Asked", cell: (one) => one.asked ?? "not yet known" },
          { id: "uploaded", header: "Uploaded", cell: (one) => one.uploaded ?? 0 },
          { id: "declined", header: "Declined", cell: (one) => one.declined ?? 0 },
          { id: "state", header: "State", cell: (one) => sentence(one.state) },
        ]}
      />
    </SpaceBetween>
  );
}
