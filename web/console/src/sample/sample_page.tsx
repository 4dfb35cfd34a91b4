/** Some of each day's looks, drawn by the log itself: an auditor says of each whether it was in order. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { moment } from "../shared/words";
import type { Draw } from "./api";
import { Check } from "./check";
import { LookTable } from "./look_table";

export function SamplePage() {
  const { api } = useDesk();
  const [day, setDay] = useState("");
  const { value, fault, loading, again } = useLoad(`sample ${day}`, () => api.sample.of(day));
  const words = "Of each day (UTC) some looks are drawn, by the log and not by a person. An auditor says within seven days of each whether it was in order.";
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={words} actions={<Button iconName="refresh" onClick={again}>Refresh</Button>}>Sample</Header>
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      {value && <Waiting days={value.waiting} shown={value.day} show={setDay} />}
      <DayChoice key={value?.day} shown={value?.day ?? ""} show={setDay} />
      {value?.draw && <Drawn of={value.draw} day={value.day} />}
      <LookTable looks={value?.looks ?? []} loading={loading} done={again}
        empty={value?.draw ? "Nobody looked at anything on that day." : "That day is not drawn. A day is drawn some hours after it is over."} />
    </SpaceBetween>
  );
}

function Waiting({ days, shown, show }: { days: string[]; shown: string; show: (day: string) => void }) {
  const others = days.filter((day) => day !== shown);
  if (!days.length) return <Alert type="success">Every look that was drawn is judged.</Alert>;
  if (!others.length) return null;
  return (
    <Alert type="info" header="Other days with looks to judge">
      <SpaceBetween size="xs" direction="horizontal">
        {others.map((day) => <Link key={day} onFollow={() => show(day)} variant="secondary">{day}</Link>)}
      </SpaceBetween>
    </Alert>
  );
}

function DayChoice({ shown, show }: { shown: string; show: (day: string) => void }) {
  const [day, setDay] = useState(shown);
  const lack = /^20\d\d-\d\d-\d\d$/.test(day) || !day ? "" : "Write the day like 2026-11-22.";
  return (
    <FormField label="Day" description="As year, month, and day, in UTC." errorText={lack}
      secondaryControl={<Button disabled={!day || Boolean(lack)} onClick={() => show(day)}>Show</Button>}>
      <Input value={day} onChange={({ detail }) => setDay(detail.value.trim())} />
    </FormField>
  );
}

function Drawn({ of, day }: { of: Draw; day: string }) {
  const { zone } = useDesk().config.city;
  const number = (value: number): string => value.toLocaleString("en-US");
  return (
    <Container header={<Header variant="h2">{`Drawn of ${day}`}</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs columns={4} minColumnWidth={150} items={[
          { label: "Looks on that day", value: number(of.looks) },
          { label: "Drawn", value: number(of.drawn) },
          { label: "Chance of each", value: `1 in ${number(of.one_in)}, and at least one of everybody` },
          { label: "Drawn at", value: moment(of.drawn_at, zone) },
        ]} />
        <ExpandableSection headerText="How it was drawn">
          <SpaceBetween size="xs">
            <span>
              {`The log's first root after that day, when it had ${number(of.size)} entries, decided: `}
              <span className="digest">{of.seed}</span>
            </span>
            <span>Each look’s lot is the SHA-256 of that root and of the hash of its line. Nobody knew the root while the day lasted.</span>
            <span>SHA-256 over the hashes of all looks of the day: <span className="digest">{of.digest}</span></span>
            <Check day={day} />
          </SpaceBetween>
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}
