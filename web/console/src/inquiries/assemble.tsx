/** Assembling the answer: which sealed items, to whom, how, and a word to the supervisor who decides. */
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { AgencyChoice } from "../release/agency_choice";
import { ItemChoice } from "../release/item_choice";
import { LimitsField } from "../release/limits_field";
import { MethodChoice } from "../release/method_choice";
import { lacks, usualMost, type Lack } from "../release/words";
import type { Item } from "../shared/api";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import type { Inquiry } from "./api";

export function Assemble({ inquiry, done }: { inquiry: Inquiry; done: () => void }) {
  const { api } = useDesk();
  const [items, setItems] = useState<Item[]>([]);
  const [written, setWritten] = useState({ ori: "", recipient: "", method: "download", note: "", limits: "" });
  const [lack, setLack] = useState<Lack>({});
  const known = useLoad("agencies", api.inquiries.list);
  const { acting, fault, act } = useAct(done);
  const write = (part: Partial<typeof written>): void => setWritten((old) => ({ ...old, ...part }));
  const send = (): void => {
    const wish = { ...written, item_ids: items.map(({ id }) => id), recipient: written.recipient.trim(), note: written.note.trim(), limits: written.limits.trim() };
    const missing = lacks({ ...wish, case: inquiry.case, reason: wish.note }, usualMost);
    setLack(missing);
    if (Object.keys(missing).length) return;
    void act("assemble", () => api.inquiries.assemble(inquiry.id, wish), { words: "It is assembled. A supervisor decides." });
  };
  return (
    <SpaceBetween size="l">
      {Boolean(known.fault) && <Fault fault={known.fault} again={known.again} />}
      <ItemChoice chosen={items} choose={setItems} lack={lack.items} />
      <Container header={<Header variant="h2">Who receives it</Header>}>
        <SpaceBetween size="m">
          <AgencyChoice agencies={known.value?.agencies ?? []} ori={written.ori} choose={(ori) => write({ ori })} lack={lack.ori} />
          <FormField label="Badge of the recipient" description="Only this person can open it." errorText={lack.recipient}>
            <Input value={written.recipient} ariaRequired onChange={({ detail }) => write({ recipient: detail.value })} />
          </FormField>
          <MethodChoice method={written.method} choose={(method) => write({ method })} />
          <LimitsField limits={written.limits} write={(limits) => write({ limits })} />
          <FormField label="Note to the supervisor" errorText={lack.reason}>
            <Input value={written.note} ariaRequired onChange={({ detail }) => write({ note: detail.value })} />
          </FormField>
        </SpaceBetween>
      </Container>
      {Boolean(fault) && <Fault fault={fault} />}
      <Button variant="primary" loading={Boolean(acting)} onClick={send}>Assemble the answer</Button>
    </SpaceBetween>
  );
}
