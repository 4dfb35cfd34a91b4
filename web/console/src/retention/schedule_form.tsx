/** Proposing another schedule: the one in force, changed line by line. Somebody else must agree, and then it waits. */
import Alert from "@cloudscape-design/components/alert";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import type { Kind } from "./api";
import { kindLack, named } from "./words";

interface ScheduleFormProps {
  now: Kind[];
  close: () => void;
  done: () => void;
}

export function ScheduleForm({ now, close, done }: ScheduleFormProps) {
  const { api } = useDesk();
  const [key] = useState(() => crypto.randomUUID());
  const [kinds, setKinds] = useState<Kind[]>(now);
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const { acting, fault, act } = useAct(() => {
    close();
    done();
  });
  const lack = kindLack(kinds);
  const write = (at: number, part: Partial<Kind>): void =>
    setKinds((old) => old.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const send = (): void => {
    setTried(true);
    const words = "The schedule is proposed. Somebody else must agree to it.";
    if (!lack && why.trim()) void act("propose", () => api.retention.propose(key, named(kinds), why.trim()), { words });
  };
  const field = (name: "title" | "authority", label: string) => ({
    label,
    control: (one: Kind, at: number) => (
      <Input value={one[name]} ariaLabel={`${label}, line ${at + 1}`} onChange={({ detail }) => write(at, { [name]: detail.value })} />
    ),
  });
  const days = {
    label: "Days",
    control: (one: Kind, at: number) => (
      <Input value={one.days ? String(one.days) : ""} inputMode="numeric" ariaLabel={`Days, line ${at + 1}`}
        onChange={({ detail }) => write(at, { days: Number(detail.value.replace(/\D/g, "")) })} />
    ),
  };
  return (
    <Container header={<Header variant="h2">Propose another schedule</Header>}>
      <SpaceBetween size="m">
        <AttributeEditor items={kinds} definition={[field("title", "Kind of case"), days, field("authority", "By which rule")]}
          addButtonText="Add a kind of case" removeButtonText="Take out" removeButtonAriaLabel={({ title }) => `Take out ${title}`}
          empty="No kind of case: everything is kept."
          onAddButtonClick={() => setKinds((old) => [...old, { kind: "", title: "", days: 1095, authority: "" }])}
          onRemoveButtonClick={({ detail }) => setKinds((old) => old.filter((_, at) => at !== detail.itemIndex))} />
        {tried && lack && <Alert type="error">{lack}</Alert>}
        <FormField label="Why" errorText={tried && !why.trim() ? "Write why." : ""} stretch>
          <Input value={why} ariaRequired onChange={({ detail }) => setWhy(detail.value)} />
        </FormField>
        {Boolean(fault) && <Fault fault={fault} />}
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={close} disabled={Boolean(acting)}>Cancel</Button>
          <Button variant="primary" loading={Boolean(acting)} onClick={send}>Propose it</Button>
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}
