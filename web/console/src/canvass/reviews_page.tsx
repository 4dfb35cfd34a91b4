/** Canvasses of all calls that one person could not open alone: a supervisor's list, those that wait first. */
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo } from "react";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { CanvassCards } from "./canvass_cards";
import { noCanvasses, waitingFirst } from "./words";

export function ReviewsPage() {
  const { api } = useDesk();
  const { value, fault, loading, again } = useLoad("canvass reviews", api.canvass.reviews, 5000);
  const found = useMemo(() => (value ? waitingFirst(value.canvasses) : noCanvasses), [value]);
  const words = "They ask very many people, a long stretch of time, far from the call, or one place over and over.";
  return (
    <SpaceBetween size="l">
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <CanvassCards canvasses={found} loading={loading} withCall again={again}
        header={<Header variant="h1" description={words}>Canvasses for a second person</Header>}
        empty="No canvass has needed a second person." />
    </SpaceBetween>
  );
}
