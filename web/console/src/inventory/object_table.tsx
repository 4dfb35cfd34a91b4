/** Stored objects, each beside the act that made it. */
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { eventWords } from "../custody/words";
import { useDesk } from "../shared/context";
import { href } from "../shared/route";
import { moment, size } from "../shared/words";
import type { Held } from "./api";
import { objectWords } from "./words";
import { Rows } from "../shared/rows";

export function ObjectTable({ objects, loading, footer }: { objects: Held[]; loading: boolean; footer: ReactNode }) {
  const { zone } = useDesk().config.city;
  const words = "The log’s own pages hold no footage and are left out.";
  return (
    <Rows
      header={<Header variant="h2" counter={`(${objects.length} shown)`} description={words}>Stored objects</Header>}
      items={objects}
      loading={loading}
      loadingText="Reading the stores"
      trackBy={({ bucket, key, version_id }) => `${bucket} ${key} ${version_id}`}
      empty="Nothing is stored."
      wrapLines
      footer={footer}
      ariaLabels={{ tableLabel: "Stored objects" }}
      columnDefinitions={[
        {
          id: "what", header: "Object", isRowHeader: true, minWidth: 210,
          cell: (one) => (
            <>
              <div>{one.item_id ? <Link href={href.item(one.item_id)}>{objectWords(one.what)}</Link> : objectWords(one.what)}</div>
              <div className="digest">{one.key}</div>
            </>
          ),
        },
        { id: "size", header: "Size", cell: (one) => size(one.bytes), minWidth: 90 },
        { id: "written", header: "Written", cell: (one) => moment(one.written_at, zone), minWidth: 150 },
        { id: "act", header: "The act that made it", minWidth: 220, cell: (one) => <Act of={one} zone={zone} /> },
      ]}
    />
  );
}

function Act({ of: { act }, zone }: { of: Held; zone: string }) {
  if (!act) return <StatusIndicator type="error">Nothing in the record speaks of it</StatusIndicator>;
  const who = act.badge ? `badge ${act.badge}` : act.actor;
  return <span className="broken">{`${eventWords(act.event)}, ${moment(act.at, zone)}, ${who} (line ${act.seq} of ${act.subject})`}</span>;
}
