/** Expunging by a court's order: which items, which court, which order. Agreed to by a second person, it holds at once. */
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { itemIds, orderLacks, type OrderLack } from "./words";

const questions = [
  { name: "court", label: "Court" },
  { name: "order_number", label: "Number of the order" },
  { name: "why", label: "What it orders, in a sentence" },
] as const;
const nothing = { court: "", order_number: "", why: "", items: "" };

export function AskExpunging({ done }: { done: () => void }) {
  const { api } = useDesk();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [written, setWritten] = useState(nothing);
  const [lack, setLack] = useState<OrderLack>({});
  const { acting, fault, act } = useAct(() => {
    setWritten(nothing);
    setKey(crypto.randomUUID());
    done();
  });
  const write = (part: Partial<typeof nothing>): void => setWritten((old) => ({ ...old, ...part }));
  const send = (): void => {
    const missing = orderLacks(written);
    setLack(missing);
    if (Object.keys(missing).length) return;
    const order = { key, item_ids: itemIds(written.items), court: written.court.trim(), order_number: written.order_number.trim(), why: written.why.trim() };
    void act("ask", () => api.retention.askExpunging(order), { words: "The expunging is asked for. Somebody else must agree to it." });
  };
  return (
    <ExpandableSection variant="container" headerText="Expunging by court order"
      headerDescription="For a court’s order alone. Once a second person agrees, nobody can read the items anymore; their bytes go when the running lock ends.">
      <SpaceBetween size="m">
        <FormField label="Items" description="Their ids, one a line, as their pages show them." errorText={lack.items} stretch>
          <Textarea value={written.items} rows={3} ariaRequired onChange={({ detail }) => write({ items: detail.value })} />
        </FormField>
        {questions.map(({ name, label }) => (
          <FormField key={name} label={label} errorText={lack[name]} stretch>
            <Input value={written[name]} ariaRequired onChange={({ detail }) => write({ [name]: detail.value })} />
          </FormField>
        ))}
        {Boolean(fault) && <Fault fault={fault} />}
        <Button loading={Boolean(acting)} onClick={send}>Ask for the expunging</Button>
      </SpaceBetween>
    </ExpandableSection>
  );
}
