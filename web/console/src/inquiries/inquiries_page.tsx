/** What detectives asked for, the newest first, and where each inquiry stands. */
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import { moment, stretch } from "../shared/words";
import type { Inquiry } from "./api";
import { inquiryState } from "./words";
import { Rows } from "../shared/rows";

export function InquiriesPage() {
  const { api, config, may } = useDesk();
  const { value, fault, loading, again } = useLoad("inquiries", api.inquiries.list, 5000);
  const { zone } = config.city;
  const ask = may("inquiry.ask") && <Button variant="primary" href={href.askInquiry}>Ask for footage…</Button>;
  const words = "A detective asks, an analyst assembles, a supervisor who is somebody else approves.";
  return (
    <SpaceBetween size="l">
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <Rows
        header={<Header variant="h1" actions={ask} description={words}>Inquiries</Header>}
        items={value?.inquiries ?? []}
        loading={loading}
        loadingText="Reading the inquiries"
        trackBy="id"
        empty="Nobody has asked for footage."
        wrapLines
        ariaLabels={{ tableLabel: "Inquiries" }}
        columnDefinitions={[
          {
            id: "case", header: "Case", isRowHeader: true, minWidth: 120,
            cell: (one) => <Link href={href.inquiry(one.id)} ariaLabel={`Inquiry for case ${one.case}`}>{one.case}</Link>,
          },
          { id: "state", header: "State", cell: (one) => <StateOf inquiry={one} />, minWidth: 190 },
          { id: "where", header: "Where and when", cell: (one) => `${one.place}, ${stretch(one.from, one.to, zone)}`, minWidth: 220 },
          { id: "asked", header: "Asked", cell: (one) => `${moment(one.asked_at, zone)}, badge ${one.asked_by}`, minWidth: 170 },
        ]}
      />
    </SpaceBetween>
  );
}

export function StateOf({ inquiry }: { inquiry: Inquiry }) {
  const [look, words] = inquiryState(inquiry.state);
  return <StatusIndicator type={look}>{words}</StatusIndicator>;
}
