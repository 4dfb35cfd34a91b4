/** Asking that one item goes before its schedule ends: only where nothing holds it, and with a reason that stays. */
import Alert from "@cloudscape-design/components/alert";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ItemDetail } from "../shared/api";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { href } from "../shared/route";
import { Why } from "../shared/why";

export function EarlyEnd({ item }: { item: ItemDetail }) {
  const { api, may } = useDesk();
  const [key] = useState(() => crypto.randomUUID());
  const { acting, fault, act } = useAct(() => undefined);
  const isHere = item.state === "sealed" || item.state === "quarantined";
  if (!may("disposal.ask") || !isHere || item.holds?.length !== 0) return null;
  const ask = (why: string): void =>
    void act("ask", async () => {
      const one = await api.retention.ask({ key, item_ids: [item.id], why, is_early: true });
      location.hash = href.disposal(one.id);
    });
  return (
    <ExpandableSection headerText="Let it go before its schedule ends">
      <SpaceBetween size="s">
        <Alert type="warning">Somebody else must agree, there is time to stop it, and then nothing brings it back.</Alert>
        {Boolean(fault) && <Fault fault={fault} />}
        <Why label="Why it may go early" button="Ask for its disposal" sending={Boolean(acting)} send={ask} />
      </SpaceBetween>
    </ExpandableSection>
  );
}
