/** One inquiry: what was asked, how far it has come, and, for whoever may, assembling what answers it. */
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
import { moment, stretch } from "../shared/words";
import { releaseState } from "../release/words";
import type { Answer, Inquiry } from "./api";
import { Assemble } from "./assemble";
import { Decline } from "./decline";
import { StateOf } from "./inquiries_page";

export function InquiryPage({ id }: { id: string }) {
  const { api, may } = useDesk();
  const { value: one, fault, again } = useLoad(`inquiry ${id}`, () => api.inquiries.one(id));
  if (!one) return <Waiting fault={fault} again={again} words="Opening the inquiry…" />;
  const trail = [{ text: "Inquiries", href: href.inquiries }, { text: one.case, href: href.inquiry(id) }];
  const isOpen = one.state === "open";
  return (
    <SpaceBetween size="l">
      <BreadcrumbGroup items={trail} ariaLabel="Where you are" />
      <Header variant="h1">Inquiry for case {one.case}</Header>
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      {one.state === "declined" && one.why && <Alert type="warning" header="Declined"><bdi>{one.why}</bdi></Alert>}
      <Facts of={one} />
      {isOpen && may("inquiry.assemble") && <Assemble inquiry={one} done={again} />}
      {isOpen && may("inquiry.decline") && <Decline inquiry={one} done={again} />}
    </SpaceBetween>
  );
}

function Facts({ of: one }: { of: Inquiry }) {
  const { config, may } = useDesk();
  const { zone } = config.city;
  const by = (at: string | null | undefined, badge: string | null | undefined): string => (at ? `${moment(at, zone)}, badge ${badge ?? ""}` : "–");
  const answer = one.release ? [{ label: "Answered by", value: <AnsweredBy release={one.release} mayRead={may("release.read")} /> }] : [];
  return (
    <Container>
      <SpaceBetween size="m">
        <KeyValuePairs columns={3} minColumnWidth={180} items={[
          { label: "State", value: <StateOf inquiry={one} /> },
          { label: "Place", value: <bdi>{one.place}</bdi> },
          { label: "From–to", value: stretch(one.from, one.to, zone) },
          { label: "Asked", value: by(one.asked_at, one.asked_by) },
          { label: "Assembled", value: by(one.assembled_at, one.assembled_by) },
          ...(one.incident_number ? [{ label: "Call", value: one.incident_number }] : []),
          ...answer,
        ]} />
        <KeyValuePairs columns={1} items={[{ label: "What is looked for", value: <bdi className="broken">{one.words}</bdi> }]} />
      </SpaceBetween>
    </Container>
  );
}

function AnsweredBy({ release: { id, state, agency, recipient }, mayRead }: { release: Answer; mayRead: boolean }) {
  const words = `${releaseState(state)[1]}: ${agency}, badge ${recipient}`;
  return mayRead ? <Link href={href.release(id)}>{words}</Link> : <>{words}</>;
}
