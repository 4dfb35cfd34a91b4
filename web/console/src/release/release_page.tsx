/** One release: what, to whom, why, how far it has come, and the decision of whoever may decide. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useEffect } from "react";
import { LineTable } from "../custody/line_table";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { Rows } from "../shared/rows";
import { href } from "../shared/route";
import { moment, size } from "../shared/words";
import type { Receipt, Release } from "./api";
import { Decision } from "./decision";
import { StateOf } from "./releases_page";
import { Renewal } from "./renewal";
import { methodWords } from "./words";

const settled = new Set(["transferred", "received", "denied", "failed"]);

export function ReleasePage({ id }: { id: string }) {
  const { api } = useDesk();
  const { value: release, fault, again } = useLoad(`release ${id}`, () => api.releases.one(id));
  // Reading one release is written down, so it is followed through the list, which is not.
  const news = useLoad(`release ${id} in the list`, api.releases.list, release && settled.has(release.state) ? 0 : 3000);
  const now = news.value?.releases.find((one) => one.id === id) ?? release;
  if (fault && !release) return <Fault fault={fault} again={again} />;
  if (!release || !now) return <Box padding="xl" textAlign="center"><Spinner size="large" /> Opening the release…</Box>;
  return <Known release={now} again={news.again} />;
}

function Known({ release, again }: { release: Release; again: () => void }) {
  const { may, moved } = useDesk();
  useEffect(() => moved({ id: release.id, state: release.state }), [moved, release.id, release.state]);
  const isDenied = release.state === "denied";
  const trail = [{ text: "Releases", href: href.releases }, { text: release.case, href: href.release(release.id) }];
  return (
    <SpaceBetween size="l">
      <BreadcrumbGroup items={trail} ariaLabel="Where you are" />
      <Header variant="h1" description={`To ${release.agency}`}>Release for case {release.case}</Header>
      {release.why && <Alert type={isDenied ? "warning" : "error"} header={isDenied ? "Denied" : "Failed"}>{release.why}</Alert>}
      <Facts release={release} />
      <Renewal release={release} done={again} />
      {release.state === "asked" && <Decision release={release} done={again} />}
      <Items release={release} />
      {may("custody.read") && <Lines key={release.state} id={release.id} />}
    </SpaceBetween>
  );
}

function Facts({ release }: { release: Release }) {
  const { zone } = useDesk().config.city;
  const when = (at: string | null | undefined, by?: string | null) =>
    at ? `${moment(at, zone)}${by ? `, badge ${by}` : ""}` : "–";
  const digest = <span className="digest">{`${release.sha256}, ${size(release.bytes ?? 0)}`}</span>;
  return (
    <Container>
      <SpaceBetween size="m">
        <KeyValuePairs columns={4} minColumnWidth={180} items={[
          { label: "State", value: <StateOf release={release} /> },
          { label: "Agency", value: `${release.agency} (${release.ori})` },
          { label: "Recipient’s badge", value: release.recipient },
          { label: "Reason", value: <bdi className="broken">{release.reason}</bdi> },
          { label: "How", value: methodWords(release.method) },
          { label: "For", value: release.audience === "defense" ? "The defense" : "The agency" },
          { label: "Asked", value: when(release.asked_at, release.asked_by) },
          release.denied_at
            ? { label: "Denied", value: when(release.denied_at, release.denied_by) }
            : { label: "Approved", value: when(release.approved_at, release.approved_by) },
          { label: "Packed", value: when(release.packed_at) },
          { label: "Can be fetched until", value: when(release.expires_at) },
          { label: release.state === "received" ? "Receipt; custody stays" : "Receipt, transfer of custody", value: when(release.receipted_at) },
        ]} />
        {release.limits && <KeyValuePairs items={[{ label: "Limits agreed with this recipient", value: <bdi className="broken">{release.limits}</bdi> }]} />}
        {release.receipt && <KeyValuePairs items={[{ label: "Signed by the recipient", value: <Signed receipt={release.receipt} /> }]} />}
        {release.sha256 && <KeyValuePairs items={[{ label: "Digest of the package (SHA-256)", value: digest }]} />}
      </SpaceBetween>
    </Container>
  );
}

function Signed({ receipt: { name, badge, words, agent, sha256 } }: { receipt: Receipt }) {
  return <bdi className="broken">{`${name}, badge ${badge}: ${words ?? "the receipt"} SHA-256 ${sha256}${agent ? `, with ${agent}` : ""}`}</bdi>;
}

function Items({ release: { items } }: { release: Release }) {
  return (
    <Rows
      header={<Header variant="h2" counter={`(${items.length})`}>Items</Header>}
      items={items}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: "Items" }}
      columnDefinitions={[
        { id: "name", header: "Name", isRowHeader: true, cell: (one) => <Link href={href.item(one.id)}>{one.name}</Link>, minWidth: 160 },
        { id: "size", header: "Size", cell: (one) => size(one.bytes), minWidth: 90 },
        { id: "digest", header: "Digest (SHA-256)", cell: (one) => <span className="digest">{one.sha256}</span>, minWidth: 220 },
      ]}
    />
  );
}

function Lines({ id }: { id: string }) {
  const { api } = useDesk();
  const { value, fault, again } = useLoad(`custody ${id}`, () => api.custody(id));
  if (fault) return <Fault fault={fault} again={again} />;
  return value && <LineTable lines={value.lines} />;
}
