/** What people will read: the very words of the text and the email, as the service makes them, and what the link shows. */
import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { purposes, stretch } from "../shared/words";
import type { Purpose, Words } from "./api";

interface MessagePreviewProps {
  purpose: Purpose;
  window: { from: string; to: string } | null;
}

const languages: Record<string, string> = { en: "English", es: "Spanish" };

export function MessagePreview({ purpose, window }: MessagePreviewProps) {
  const [open, setOpen] = useState(false);
  return (
    <ExpandableSection headerText="What people will read" expanded={open} onChange={({ detail }) => setOpen(detail.expanded)}>
      {open && <Read purpose={purpose} window={window} />}
    </ExpandableSection>
  );
}

function Read({ purpose, window }: MessagePreviewProps) {
  const { api, config } = useDesk();
  const { value, fault, again } = useLoad("words of a canvass", api.canvass.words);
  const [language, setLanguage] = useState("en");
  if (fault) return <Fault fault={fault} again={again} />;
  if (!value) return <span>Reading the words…</span>;
  const one = value.messages.find((each) => each.language === language) ?? value.messages[0];
  const choices = value.messages.map(({ language: id }) => ({ id, text: languages[id] ?? id }));
  const shown = [
    { label: "Near", value: "The block of their own camera, without a number" },
    { label: "Footage between", value: window ? stretch(window.from, window.to, config.city.zone) : "–" },
    { label: "Why", value: purposes[purpose] },
  ];
  return (
    <SpaceBetween size="m">
      <SegmentedControl label="Language" selectedId={language} options={choices}
        onChange={({ detail }) => setLanguage(detail.selectedId)} />
      {one && <Message of={one} />}
      <Box variant="awsui-key-label">Behind the link, and nowhere else</Box>
      <KeyValuePairs columns={3} minColumnWidth={150} items={shown} />
    </SpaceBetween>
  );
}

function Message({ of: { text, subject, mail, language } }: { of: Words }) {
  return (
    <div lang={language}>
      <Box variant="awsui-key-label">Text message</Box>
      <blockquote className="said">{text}</blockquote>
      <Box variant="awsui-key-label">Email</Box>
      <blockquote className="said"><strong>{subject}</strong>{`\n\n${mail}`}</blockquote>
      <Box color="text-body-secondary">
        What stands in (brackets) is each person’s own: the safe word that they chose, their link, their code.
      </Box>
    </div>
  );
}
