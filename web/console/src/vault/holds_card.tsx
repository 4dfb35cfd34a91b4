/** What holds an item: each reason with its authority. One person adds; taking one off needs a second one. */
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ItemDetail } from "../shared/api";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { HoldDialog } from "./hold_dialog";
import { HoldRow } from "./hold_row";

export function HoldsCard({ item, done }: { item: ItemDetail; done: () => void }) {
  const { may } = useDesk();
  const [adding, setAdding] = useState(false);
  const { acting, fault, act } = useAct(done);
  const holds = item.holds ?? [];
  const isHere = item.state === "sealed" || item.state === "quarantined";
  const button = may("evidence.hold") && isHere && <Button onClick={() => setAdding(true)}>Add a hold…</Button>;
  const words = "While one of them stands, storage holds the item and nobody can let it go.";
  return (
    <Container header={<Header variant="h2" counter={`(${holds.length})`} actions={button} description={words}>Holds</Header>}>
      <SpaceBetween size="l">
        {Boolean(fault) && <Fault fault={fault} />}
        {holds.length === 0 && <span>Nothing holds this item. Its lock and its schedule alone keep it.</span>}
        {holds.map((hold) => <HoldRow key={hold.id} item={item} hold={hold} acting={acting} act={act} />)}
      </SpaceBetween>
      {adding && <HoldDialog item={item} close={() => setAdding(false)} done={done} />}
    </Container>
  );
}
