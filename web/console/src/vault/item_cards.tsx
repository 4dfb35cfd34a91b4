/** The lock of an item as storage itself answered, and the way the item came. */
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Account, ItemDetail, Storage } from "../shared/api";
import { useDesk } from "../shared/context";
import { moment, sentence } from "../shared/words";

/** Storage says the hold is on as long as anything holds the item; a moment after the last was lifted both agree again. */
export function StorageCard({ storage, held }: { storage: Storage | undefined; held?: unknown[] | undefined }) {
  const { config } = useDesk();
  const { zone } = config.city;
  if (!storage) return <Alert type="info" header="Storage">This item is not in the vault yet.</Alert>;
  const yes = (holds: boolean, words: string) => <StatusIndicator type={holds ? "success" : "error"}>{words}</StatusIndicator>;
  const header = <Header variant="h2" description={`Read back from storage ${moment(storage.read_at, zone)}`}>Storage lock</Header>;
  return (
    <Container header={header}>
      <KeyValuePairs columns={3} minColumnWidth={180} items={[
        { label: "Retention mode", value: yes(storage.mode === "COMPLIANCE", storage.mode || "None") },
        { label: "Locked until", value: storage.until ? moment(storage.until, zone) : "not locked" },
        { label: "Legal hold", value: yes(storage.hold || held?.length === 0, storage.hold ? "On" : "Off") },
        { label: "Version", value: <span className="digest">{storage.version_id}</span> },
        { label: "Place", value: <span className="digest">{`${storage.bucket}/${storage.key}`}</span> },
      ]} />
    </Container>
  );
}

/** What the sender said, in words: nobody has checked it. */
function saidOf({ source, clock, trimmed }: Account): { label: string; value: string }[] {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`;
  return [
    ...(source ? [{ label: "Sender says: comes from", value: sentence(source) }] : []),
    ...(clock ? [{ label: "Sender says: camera clock", value: `${clock.offset_s >= 0 ? "+" : ""}${clock.offset_s} s (showed ${clock.shown.replace("T", " ")})` }] : []),
    ...(trimmed ? [{ label: "Cut by the sender", value: `${seconds(trimmed.from_ms)} to ${seconds(trimmed.to_ms)} of ${trimmed.name}` }] : []),
  ];
}

export function Source({ item: { source, account } }: { item: ItemDetail }) {
  if (!source) return null;
  const ids = [
    ["Canvass", source.canvass_id], ["Request", source.request_id], ["Submission", source.submission_id],
    ["Camera", source.camera_id], ["Order of the clip", source.clip_id],
  ].filter(([, id]) => id);
  return (
    <Container header={<Header variant="h2">Source</Header>}>
      <KeyValuePairs columns={4} minColumnWidth={180} items={[
        { label: "Kind", value: sentence(source.kind) },
        ...ids.map(([label, id]) => ({ label, value: <span className="digest">{id}</span> })),
        ...saidOf(account ?? {}),
      ]} />
    </Container>
  );
}
