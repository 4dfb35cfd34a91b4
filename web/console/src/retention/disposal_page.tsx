/** One disposal or expunging: what, by whose hands, until when it can be stopped, what is left, and the certificate. */
import Alert from "@cloudscape-design/components/alert";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import { Waiting } from "../shared/waiting";
import { moment } from "../shared/words";
import type { Disposal } from "./api";
import { DisposalDecision } from "./disposal_decision";
import { StateOf } from "./disposals_page";
import { disposalKind, leftOf } from "./words";
import { Rows } from "../shared/rows";

export function DisposalPage({ id }: { id: string }) {
  const { api } = useDesk();
  const { value, fault, again } = useLoad(`disposal ${id}`, () => api.retention.disposal(id));
  if (!value) return <Waiting fault={fault} again={again} words="Opening the disposal…" />;
  const trail = [{ text: "Disposals", href: href.disposals }, { text: disposalKind(value.kind), href: href.disposal(id) }];
  const why = value.refusal ?? value.stop_why;
  return (
    <SpaceBetween size="l">
      <BreadcrumbGroup items={trail} ariaLabel="Where you are" />
      <Header variant="h1">{disposalKind(value.kind)}</Header>
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      {why && <Alert type="warning" header="It does not go on"><bdi>{why}</bdi></Alert>}
      <Facts of={value} />
      <DisposalDecision disposal={value} done={again} />
      <Items of={value} />
      {value.certificate && <Certificate of={value.certificate} />}
    </SpaceBetween>
  );
}

function Facts({ of }: { of: Disposal }) {
  const { zone } = useDesk().config.city;
  const when = (at: string | null | undefined, by?: string | null): string => (at ? `${moment(at, zone)}${by ? `, badge ${by}` : ""}` : "–");
  const order = of.court || of.order_number ? [{ label: "Order", value: <bdi>{[of.court, of.order_number].filter(Boolean).join(", ")}</bdi> }] : [];
  return (
    <Container>
      <KeyValuePairs columns={3} minColumnWidth={180} items={[
        { label: "State", value: <StateOf disposal={of} /> },
        { label: "Why", value: <bdi className="broken">{of.why || "–"}</bdi> },
        ...order,
        { label: "Asked", value: when(of.asked_at, of.asked_by) },
        of.denied_at
          ? { label: "Denied", value: when(of.denied_at, of.denied_by) }
          : { label: "Agreed", value: when(of.approved_at, of.approved_by) },
        ...(of.kind === "expunging" ? [] : [{ label: "Can be stopped until", value: when(of.cooling_until) }]),
        { label: "Done", value: when(of.done_at) },
      ]} />
    </Container>
  );
}

function Items({ of }: { of: Disposal }) {
  const names = new Map(of.items?.map(({ id, name }) => [id, name]));
  const rows = leftOf(of).map((one, at) => ({ ...one, name: names.get(one.id) || one.id, digest: of.digests?.[at] ?? "" }));
  return (
    <Rows
      header={<Header variant="h2" counter={`(${rows.length})`}>Items</Header>}
      items={rows}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: "Items" }}
      columnDefinitions={[
        { id: "id", header: "Item", isRowHeader: true, cell: (one) => <Link href={href.item(one.id)}><bdi>{one.name}</bdi></Link>, minWidth: 180 },
        { id: "digest", header: "Digest (SHA-256)", cell: (one) => <span className="digest">{one.digest || "–"}</span>, minWidth: 220 },
        { id: "left", header: "What is left", cell: (one) => one.why || "–", minWidth: 180 },
      ]}
    />
  );
}

function Certificate({ of: { text, sha256 } }: { of: { text: string; sha256: string } }) {
  return (
    <Container header={<Header variant="h2" description={<span className="digest">{`SHA-256 ${sha256}`}</span>}>Certificate</Header>}>
      <div className="said">{text}</div>
    </Container>
  );
}
