/** Items that no hold and no schedule keeps, and the way to ask that they go. */
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { href } from "../shared/route";
import { Why } from "../shared/why";
import { day, sentence, size } from "../shared/words";
import type { Due } from "./api";
import { Rows } from "../shared/rows";

interface DueTableProps {
  due: Due[];
  /** How many there are, when these are only the first. */
  count: number | undefined;
  loading: boolean;
  done: () => void;
}

export function DueTable({ due, count, loading, done }: DueTableProps) {
  const { api, config, may } = useDesk();
  const [chosen, setChosen] = useState<Due[]>([]);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const { acting, fault, act } = useAct(() => {
    setChosen([]);
    setKey(crypto.randomUUID());
    done();
  });
  const asking = may("disposal.ask");
  const ask = (why: string): void => {
    const wish = { key, item_ids: chosen.map(({ id }) => id), why, is_early: false };
    void act("ask", () => api.retention.ask(wish), { words: "The disposal is asked for. Somebody else must agree to it." });
  };
  const form = chosen.length > 0 && (
    <Why label={chosen.length === 1 ? "Why this item may go" : `Why these ${chosen.length} items may go`} button="Ask for their disposal"
      sending={Boolean(acting)} send={ask} description="It is written into the custody record and into the certificate." />
  );
  return (
    <SpaceBetween size="m">
      <Rows
        header={<Header variant="h2" counter={`(${(count ?? due.length).toLocaleString("en-US")})`} description="No hold and no schedule keeps these. They stay until two people say otherwise.">Kept by nothing anymore</Header>}
        items={due}
        loading={loading}
        loadingText="Reading what is due"
        trackBy="id"
        empty="Everything in the vault is kept by a hold or by its schedule."
        wrapLines
        {...(asking && { selectionType: "multi" as const, selectedItems: chosen, onSelectionChange: ({ detail }: { detail: { selectedItems: Due[] } }) => setChosen(detail.selectedItems) })}
        ariaLabels={{
          tableLabel: "Kept by nothing anymore", selectionGroupLabel: "Items to let go",
          allItemsSelectionLabel: () => "Choose all", itemSelectionLabel: (_, item) => `Choose ${item.name}`,
        }}
        columnDefinitions={[
          { id: "name", header: "Name", isRowHeader: true, cell: (item) => <Link href={href.item(item.id)}>{item.name}</Link>, minWidth: 170 },
          { id: "call", header: "Call", cell: (item) => item.incident_number, minWidth: 110 },
          { id: "kind", header: "Kind of case", cell: (item) => sentence(item.kind) || "–", minWidth: 130 },
          { id: "until", header: "Kept until", cell: (item) => (item.keep_until ? day(item.keep_until, config.city.zone) : "–"), minWidth: 120 },
          { id: "size", header: "Size", cell: (item) => size(item.bytes), minWidth: 90 },
        ]}
      />
      {Boolean(fault) && <Fault fault={fault} />}
      {form}
    </SpaceBetween>
  );
}
