/** Custody lines in their order: what happened, who did it, why, and the hash that ties each line to the one before. */
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Line } from "../shared/api";
import { sentence } from "../shared/words";
import { eventWords, lineWords } from "./words";
import { Rows } from "../shared/rows";

const bad = new Set(["refused", "failed"]);

export function LineTable({ lines }: { lines: Line[] }) {
  const ordered = [...lines].sort((a, b) => a.seq - b.seq);
  return (
    <Rows
      header={<Header variant="h2" counter={`(${lines.length})`}>Custody</Header>}
      items={ordered}
      trackBy="seq"
      wrapLines
      empty="No custody line."
      ariaLabels={{ tableLabel: "Custody" }}
      columnDefinitions={[
        { id: "seq", header: "#", isRowHeader: true, cell: (line) => line.seq, width: 60 },
        { id: "at", header: "Time (UTC)", cell: (line) => line.at.replace("T", " ").replace("Z", ""), minWidth: 170 },
        { id: "event", header: "What happened", cell: (line) => <What of={line} />, minWidth: 240 },
        {
          id: "outcome", header: "Outcome", minWidth: 120,
          cell: (line) => (
            <StatusIndicator type={bad.has(line.outcome) ? "error" : "success"}>{sentence(line.outcome)}</StatusIndicator>
          ),
        },
        { id: "actor", header: "Actor", cell: (line) => `${line.actor} (${[line.role, line.badge].filter(Boolean).join(", ")})`, minWidth: 160 },
        { id: "reason", header: "Reason", cell: (line) => line.reason || "–", minWidth: 120 },
        { id: "hash", header: "Hash", cell: (line) => <Hash of={line.hash} />, minWidth: 155 },
      ]}
    />
  );
}

/** In plain words; what else the line tells stands behind a click, for there may be much of it. */
function What({ of: line }: { of: Line }) {
  const facts = lineWords(line);
  if (!facts) return eventWords(line.event);
  return (
    <details>
      <summary>{eventWords(line.event)}</summary>
      <span className="broken">{facts}</span>
    </details>
  );
}

function Hash({ of }: { of: string }) {
  return <span className="digest" title={of}>{`${of.slice(0, 12)}…`}</span>;
}
