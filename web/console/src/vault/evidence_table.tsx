/** The evidence of one incident. */
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { ItemTable } from "./item_table";

export function EvidenceTable({ incidentId }: { incidentId: string }) {
  const { api } = useDesk();
  const { value, fault, loading, again } = useLoad(`evidence ${incidentId}`, () => api.evidenceOf(incidentId), 5000);
  return (
    <SpaceBetween size="m">
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <ItemTable embedded items={value?.items ?? []} loading={loading} header={<Header variant="h2">Evidence</Header>}
        empty="No evidence has come in for this call yet." />
    </SpaceBetween>
  );
}
