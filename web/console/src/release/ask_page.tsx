/** Asking for a release: which sealed items, to whom, for which case and why. Somebody else decides. */
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Item } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import type { Agency, Wish } from "./api";
import { AgencyChoice } from "./agency_choice";
import { ItemChoice } from "./item_choice";
import { LimitsField } from "./limits_field";
import { MethodChoice } from "./method_choice";
import { lacks, usualMost, type Lack } from "./words";

type Written = Omit<Wish, "key" | "item_ids">;

export function AskPage() {
  const { api, tell } = useDesk();
  const known = useLoad("agencies", api.releases.list);
  // Made once a form: sending twice by accident asks once.
  const [key] = useState(() => crypto.randomUUID());
  const [items, setItems] = useState<Item[]>([]);
  const [written, setWritten] = useState<Written>({ ori: "", recipient: "", case: "", reason: "", method: "download", limits: "" });
  const [lack, setLack] = useState<Lack>({});
  const [state, setState] = useState<{ sending: boolean; fault: unknown }>({ sending: false, fault: null });
  const most = known.value?.most_items ?? usualMost;
  const send = async (): Promise<void> => {
    const wish = { ...trimmed(written), item_ids: items.map(({ id }) => id) };
    const missing = lacks(wish, most);
    setLack(missing);
    if (Object.keys(missing).length) return;
    setState({ sending: true, fault: null });
    try {
      const release = await api.releases.ask({ ...wish, key });
      location.hash = href.release(release.id);
      // The messages of the page before are cleared when the place changes.
      setTimeout(() => tell("The release was asked for. A supervisor decides.", release), 0);
    } catch (fault) {
      setState({ sending: false, fault });
    }
  };
  const trail = [{ text: "Releases", href: href.releases }, { text: "Ask for a release", href: href.askRelease }];
  return (
    <SpaceBetween size="l">
      <BreadcrumbGroup items={trail} ariaLabel="Where you are" />
      <Header variant="h1" description="A supervisor who is somebody else approves or denies it.">Ask for a release</Header>
      {Boolean(known.fault) && <Fault fault={known.fault} again={known.again} />}
      <ItemChoice chosen={items} choose={setItems} lack={lack.items} />
      <Container header={<Header variant="h2">Who receives it</Header>}>
        <Questions written={written} agencies={known.value?.agencies ?? []} lack={lack}
          write={(part) => setWritten((old) => ({ ...old, ...part }))} />
      </Container>
      {Boolean(state.fault) && <Fault fault={state.fault} />}
      <Button variant="primary" loading={state.sending} onClick={() => void send()}>Ask for the release</Button>
    </SpaceBetween>
  );
}

const trimmed = (written: Written): Written => ({
  ori: written.ori, recipient: written.recipient.trim(), case: written.case.trim(), reason: written.reason.trim(),
  method: written.method ?? "download", limits: written.limits?.trim() ?? "",
});

interface QuestionsProps {
  written: Written;
  agencies: Agency[];
  lack: Lack;
  write: (part: Partial<Written>) => void;
}

function Questions({ written, agencies, lack, write }: QuestionsProps) {
  const texts = [
    { name: "recipient", label: "Badge of the recipient", description: "Only this person can open the package." },
    { name: "case", label: "Case number", description: "" },
    { name: "reason", label: "Reason", description: "It is written into the custody record." },
  ] as const;
  return (
    <SpaceBetween size="m">
      <AgencyChoice agencies={agencies} ori={written.ori} choose={(ori) => write({ ori })} lack={lack.ori} />
      {texts.map(({ name, label, description }) => (
        <FormField key={name} label={label} description={description} errorText={lack[name]}>
          <Input value={written[name]} ariaRequired onChange={({ detail }) => write({ [name]: detail.value })} />
        </FormField>
      ))}
      <MethodChoice method={written.method ?? "download"} choose={(method) => write({ method })} />
      <LimitsField limits={written.limits ?? ""} write={(limits) => write({ limits })} />
    </SpaceBetween>
  );
}
