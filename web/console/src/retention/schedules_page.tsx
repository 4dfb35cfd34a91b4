/** How long evidence is kept: the schedule in force, and a proposed one with what it would let go. */
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { Waiting } from "../shared/waiting";
import { moment } from "../shared/words";
import { KindTable } from "./kind_table";
import { Proposal } from "./proposal";
import { ScheduleForm } from "./schedule_form";

export function SchedulesPage() {
  const { api, config, may } = useDesk();
  const { value, fault, again } = useLoad("schedules", api.retention.schedules, 30_000);
  const [writing, setWriting] = useState(false);
  if (!value) return <Waiting fault={fault} again={again} words="Reading the schedule…" />;
  const { in_force: now, proposed } = value;
  const propose = may("schedule.propose") && !proposed && !writing && (
    <Button onClick={() => setWriting(true)}>Propose another…</Button>
  );
  const since = now.since ? `, in force since ${moment(now.since, config.city.zone)}` : "";
  const words = "How long evidence is kept at least. A hold keeps an item whatever the schedule says, and no schedule deletes by itself.";
  return (
    <SpaceBetween size="l">
      <Header variant="h1" actions={propose} description={words}>Retention</Header>
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      {proposed && <Proposal now={now.kinds} proposed={proposed} done={again} />}
      {writing && !proposed && <ScheduleForm now={now.kinds} close={() => setWriting(false)} done={again} />}
      <KindTable kinds={now.kinds} header={<Header variant="h2" description={`Version ${now.version}${since}`}>In force</Header>} />
    </SpaceBetween>
  );
}
