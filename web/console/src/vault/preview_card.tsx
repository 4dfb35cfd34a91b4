/** Looking at what was made of an item: a contact sheet and a short movie, when somebody wishes it. Never the item itself. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ItemDetail } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { clock } from "../shared/words";
import type { Look, Probe } from "./api";
import { derivativeWords, movieLacks, probeFacts, whyNoPreview } from "./words";

export function PreviewCard({ item, probe }: { item: ItemDetail; probe: Probe }) {
  const { api, may } = useDesk();
  const [look, setLook] = useState<Look | null>(null);
  const [state, setState] = useState<{ reading: boolean; fault: unknown }>({ reading: false, fault: null });
  const show = async (): Promise<void> => {
    setState({ reading: true, fault: null });
    try {
      setLook(await api.vault.look(item.id));
      setState({ reading: false, fault: null });
    } catch (fault) {
      setState({ reading: false, fault });
    }
  };
  const nothing = whyNoPreview(probe);
  const button = may("preview.read") && !nothing && (
    <Button loading={state.reading} onClick={() => void show()}>{look ? "Show it again" : "Show the preview"}</Button>
  );
  const words = "Made of the item by a program that can do nothing else. The item itself is not opened here. Each look is written down.";
  return (
    <Container header={<Header variant="h2" actions={button} description={words}>Preview</Header>}>
      <SpaceBetween size="m">
        {probe.flags.length > 0 && <Flags of={probe.flags} />}
        {nothing && <Alert type={probe.state === "pending" ? "info" : "warning"}>{nothing}</Alert>}
        {probeFacts(probe).length > 0 && <KeyValuePairs columns={4} minColumnWidth={130} items={probeFacts(probe)} />}
        {Boolean(state.fault) && <Fault fault={state.fault} again={() => void show()} />}
        {look && <Shown key={look.expires_at} look={look} item={item} />}
      </SpaceBetween>
    </Container>
  );
}

/** The probe's words, as words: whatever a file says of itself is text and nothing else. */
function Flags({ of }: { of: string[] }) {
  return (
    <Alert type="warning" header="What somebody should know of this file">
      <ul className="flags">{of.map((flag) => <li key={flag}><bdi>{flag}</bdi></li>)}</ul>
    </Alert>
  );
}

function Shown({ look, item }: { look: Look; item: ItemDetail }) {
  const { zone } = useDesk().config.city;
  const [gone, setGone] = useState(false);
  const { sheet, movie } = look;
  const lost = (): void => setGone(true);
  const proof = [
    ...(sheet ? [{ label: "Contact sheet", value: <span className="digest">{derivativeWords(sheet)}</span> }] : []),
    ...(movie ? [{ label: "Movie", value: <span className="digest">{derivativeWords(movie)}</span> }] : []),
    { label: "Made of", value: <span className="digest">{`SHA-256 ${look.parent}, by ${look.tool}`}</span> },
  ];
  return (
    <SpaceBetween size="m">
      {gone && <Alert type="warning">The way to this preview is no longer open. Show it again.</Alert>}
      {sheet && <img className="preview" src={sheet.url} alt={`Contact sheet of ${item.name}`} onError={lost} />}
      {movie && (
        <video className="preview" src={movie.url} controls playsInline preload="metadata" onError={lost}
          aria-label={`Movie made of ${item.name}`} />
      )}
      <Box color="text-body-secondary">
        {`${movieLacks(look.probe, movie)} Open until ${clock(look.expires_at, zone)}.`.trim()}
      </Box>
      <KeyValuePairs columns={1} items={proof} />
    </SpaceBetween>
  );
}
