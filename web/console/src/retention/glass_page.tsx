/** What was opened in emergencies, by whom and why, and what the auditor found. */
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { eventWords } from "../custody/words";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import { Why } from "../shared/why";
import { moment } from "../shared/words";
import type { Glass } from "./api";
import { Rows } from "../shared/rows";

export function GlassPage() {
  const { api, config } = useDesk();
  const { value, fault, loading, again } = useLoad("glass", api.retention.glasses, 15_000);
  const { zone } = config.city;
  const words = "For an hour, one person, one thing, loudly. The auditor says within seven days what to think of it.";
  return (
    <SpaceBetween size="l">
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <Rows
        header={<Header variant="h1" counter={value ? `(${value.glasses.length})` : ""} description={words}>Emergency openings</Header>}
        items={value?.glasses ?? []}
        loading={loading}
        loadingText="Reading the openings"
        trackBy="id"
        empty="Nothing was ever opened in an emergency."
        wrapLines
        ariaLabels={{ tableLabel: "Emergency openings" }}
        columnDefinitions={[
          {
            id: "who", header: "Who", isRowHeader: true, minWidth: 150,
            cell: (one) => `Badge ${one.by}, ${moment(one.opened_at, zone)}, for an hour`,
          },
          { id: "what", header: "What", cell: (one) => <What of={one} />, minWidth: 190 },
          { id: "why", header: "Why", cell: (one) => <bdi className="broken">{one.why}</bdi>, minWidth: 150 },
          { id: "review", header: "Review", cell: (one) => <Review of={one} done={again} />, minWidth: 260 },
        ]}
      />
    </SpaceBetween>
  );
}

function What({ of: { action, subject } }: { of: Glass }) {
  const where = subject.startsWith("evi_") ? <Link href={href.item(subject)}>{subject}</Link> : <span className="digest">{subject}</span>;
  return <><div>{eventWords(action)}</div>{where}</>;
}

function Review({ of: one, done }: { of: Glass; done: () => void }) {
  const { api, config, may } = useDesk();
  const { acting, fault, act } = useAct(done);
  if (one.reviewed_at) {
    return <StatusIndicator type="success">{`${one.finding ?? ""} (${moment(one.reviewed_at, config.city.zone)}, badge ${one.reviewed_by ?? ""})`}</StatusIndicator>;
  }
  if (!may("glass.review")) return <StatusIndicator type="pending">Waits for the auditor</StatusIndicator>;
  const review = (finding: string): void =>
    void act("review", () => api.retention.review(one.id, finding), { words: "The review is written down." });
  return (
    <SpaceBetween size="xs">
      {Boolean(fault) && <Fault fault={fault} />}
      <Why label={`What you found about badge ${one.by}`} button="Review" sending={Boolean(acting)} send={review} />
    </SpaceBetween>
  );
}
