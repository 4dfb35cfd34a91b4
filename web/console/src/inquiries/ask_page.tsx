/** A detective's question: which case, where, from when to when, and what to look for. */
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { href } from "../shared/route";
import { momentOf, utc, wallOf } from "../shared/zone";
import { TimeField, type Wall } from "./time_field";
import { questionLacks, type QuestionLack } from "./words";

const questions = [
  { name: "case", label: "Case number", description: "" },
  { name: "incident_number", label: "Number of the call", description: "If there was one." },
  { name: "place", label: "Place", description: "An address or a crossing." },
] as const;

export function AskInquiryPage() {
  const { api, config } = useDesk();
  const { zone } = config.city;
  const [key] = useState(() => crypto.randomUUID());
  const [written, setWritten] = useState({ case: "", incident_number: "", place: "", words: "" });
  const [from, setFrom] = useState<Wall>(() => wallOf(new Date(Date.now() - 3_600_000), zone));
  const [to, setTo] = useState<Wall>(() => wallOf(new Date(), zone));
  const [lack, setLack] = useState<QuestionLack>({});
  const { acting, fault, act } = useAct(() => undefined);
  const write = (part: Partial<typeof written>): void => setWritten((old) => ({ ...old, ...part }));
  const send = (): void => {
    const [start, end] = [momentOf(from.date, from.time, zone), momentOf(to.date, to.time, zone)];
    const plain = { case: written.case.trim(), incident_number: written.incident_number.trim(), place: written.place.trim(), words: written.words.trim() };
    const missing = questionLacks({ ...plain, from: start, to: end });
    setLack(missing);
    if (Object.keys(missing).length || !start || !end) return;
    const { incident_number: call, ...rest } = plain;
    void act("ask", async () => {
      const one = await api.inquiries.ask({ key, ...rest, ...(call && { incident_number: call }), from: utc(start), to: utc(end) });
      location.hash = href.inquiry(one.id);
    });
  };
  const trail = [{ text: "Inquiries", href: href.inquiries }, { text: "Ask for footage", href: href.askInquiry }];
  return (
    <SpaceBetween size="l">
      <BreadcrumbGroup items={trail} ariaLabel="Where you are" />
      <Header variant="h1" description="An analyst looks for it and assembles what there is. A supervisor decides.">Ask for footage</Header>
      <Container>
        <SpaceBetween size="m">
          {questions.map(({ name, label, description }) => (
            <FormField key={name} label={label} description={description} errorText={name === "incident_number" ? "" : lack[name]} stretch>
              <Input value={written[name]} ariaRequired={name !== "incident_number"} onChange={({ detail }) => write({ [name]: detail.value })} />
            </FormField>
          ))}
          <TimeField label="From" wall={from} write={setFrom} lack={lack.from} zone={zone} />
          <TimeField label="To" wall={to} write={setTo} lack={lack.to} zone={zone} />
          <FormField label="What you are looking for" errorText={lack.words} stretch>
            <Textarea value={written.words} rows={3} ariaRequired onChange={({ detail }) => write({ words: detail.value.replace(/\n/g, " ") })} />
          </FormField>
        </SpaceBetween>
      </Container>
      {Boolean(fault) && <Fault fault={fault} />}
      <Button variant="primary" loading={Boolean(acting)} onClick={send}>Ask for it</Button>
    </SpaceBetween>
  );
}
