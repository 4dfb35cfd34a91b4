/** An exhibit's digest leads to the item that it is of, and on to everybody who ever touched it: one paste, one click. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import type { Traced } from "./api";
import { PeopleOf } from "./people";
import { FoundItems, FoundReleases } from "./traced";
import { digestLack, digestOf } from "./words";

interface Search {
  searching: boolean;
  digest: string;
  found: Traced | null;
  fault: unknown;
}

export function TracePage({ digest: given }: { digest: string }) {
  const { api } = useDesk();
  const [pasted, setPasted] = useState(given);
  const [lack, setLack] = useState("");
  const [state, setState] = useState<Search>({ searching: false, digest: "", found: null, fault: null });
  const search = async (): Promise<void> => {
    const digest = digestOf(pasted);
    setLack(digestLack(pasted));
    if (!digest) return;
    setState({ searching: true, digest, found: null, fault: null });
    try {
      setState({ searching: false, digest, found: await api.inventory.traced(digest), fault: null });
    } catch (fault) {
      setState({ searching: false, digest, found: null, fault });
    }
  };
  const button = <Button variant="primary" loading={state.searching} onClick={() => void search()}>Find</Button>;
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description="From the digest of an exhibit to the item, and to everybody who ever touched it. Each search is written down.">
        Trace an exhibit
      </Header>
      <Container>
        <FormField label="SHA-256 of the exhibit" errorText={lack} secondaryControl={button} stretch
          description="Of the file itself, of a preview that was made of it, or of the package in which an agency got it.">
          <Input value={pasted} ariaRequired autoComplete={false} spellcheck={false} inputMode="text"
            onChange={({ detail }) => setPasted(detail.value)}
            onKeyDown={({ detail }) => { if (detail.key === "Enter") void search(); }} />
        </FormField>
      </Container>
      {Boolean(state.fault) && <Fault fault={state.fault} again={() => void search()} />}
      {state.found && <Found key={state.digest} found={state.found} />}
    </SpaceBetween>
  );
}

function Found({ found: { items, releases } }: { found: Traced }) {
  const [only] = items;
  if (!only) {
    return (
      <Alert type="warning" header="Nothing here has this digest">
        Not one byte may differ: a file that was saved again, cut or converted has another digest. Whoever brought the
        exhibit must show the very file that they received.
      </Alert>
    );
  }
  return (
    <SpaceBetween size="l">
      <FoundReleases releases={releases} />
      <FoundItems items={items} />
      {items.length === 1 && <PeopleOf id={only.id} />}
    </SpaceBetween>
  );
}
