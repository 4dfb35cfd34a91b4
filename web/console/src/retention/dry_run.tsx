/** What a proposed schedule would let go, counted before anybody agrees to it. */
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import { useDesk } from "../shared/context";
import { href } from "../shared/route";
import { day, size } from "../shared/words";
import type { DryRun } from "./api";
import { Rows } from "../shared/rows";

export function DryRunCard({ run }: { run: DryRun }) {
  const { zone } = useDesk().config.city;
  const on = (at: string | null | undefined): string => (at ? day(at, zone) : "no end");
  const held = run.held ? `, of which holds keep ${run.held.toLocaleString("en-US")} all the same` : "";
  const words = run.items
    ? `${run.items.toLocaleString("en-US")} items (${size(run.bytes)}) could go sooner than now${held}. The soonest: ${on(run.soonest)}. Nothing goes by itself: each disposal takes two people.`
    : "No item could go sooner than now.";
  return (
    <Rows
      header={<Header variant="h2" counter={`(${run.items})`} description={words}>What it would let go</Header>}
      items={run.sample}
      trackBy="id"
      wrapLines
      empty="Nothing."
      ariaLabels={{ tableLabel: "What it would let go" }}
      columnDefinitions={[
        { id: "item", header: "Item", isRowHeader: true, cell: (one) => <Link href={href.item(one.id)}>{one.id}</Link>, minWidth: 200 },
        { id: "call", header: "Call", cell: (one) => one.incident_number, minWidth: 110 },
        { id: "now", header: "Kept now until", cell: (one) => on(one.keep_until_now), minWidth: 130 },
        { id: "then", header: "Then until", cell: (one) => on(one.keep_until_then), minWidth: 130 },
        { id: "held", header: "On hold", cell: (one) => (one.is_held ? "Yes: it stays" : "No"), minWidth: 120 },
      ]}
    />
  );
}
