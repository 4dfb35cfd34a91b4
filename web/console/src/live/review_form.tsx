/** Before anything is played: for which case, and from when. Both go into the custody record (P9.2). */
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { moment } from "../shared/words";
import { held, type Span } from "./time_bar";

interface ReviewFormProps {
  incident: Incident;
  all: Span;
  play: (number: string, from: number) => void;
}

const minute = 60_000;

export function ReviewForm({ incident, all, play }: ReviewFormProps) {
  const { zone } = useDesk().config.city;
  const [number, setNumber] = useState("");
  const [missing, setMissing] = useState(false);
  const called = Date.parse(incident.opened_at);
  const starts = [
    { value: "called", label: "When the call came in", at: called },
    { value: "before", label: "10 minutes before the call", at: called - 10 * minute },
    { value: "recent", label: "5 minutes ago", at: all.to - 5 * minute },
    { value: "oldest", label: "The oldest footage", at: all.from },
  ].map((one) => ({ ...one, description: moment(new Date(held(one.at, all)).toISOString(), zone) }));
  const [start, setStart] = useState("called");
  const begin = (): void => {
    const name = number.trim();
    setMissing(!name);
    if (name) play(name, held(starts.find(({ value }) => value === start)!.at, all));
  };
  return (
    <SpaceBetween size="m">
      <FormField label="Case number" errorText={missing ? "Write the number of the case." : ""}
        description="A review needs a case. It goes into the custody record, with every moment that you jump to.">
        <Input value={number} ariaRequired onChange={({ detail }) => setNumber(detail.value)}
          onKeyDown={({ detail }) => detail.key === "Enter" && begin()} />
      </FormField>
      <FormField label="Begin">
        <Select selectedOption={starts.find(({ value }) => value === start) ?? null} options={starts}
          onChange={({ detail }) => setStart(detail.selectedOption.value ?? "called")} />
      </FormField>
      <Button variant="primary" onClick={begin}>Play the recording</Button>
    </SpaceBetween>
  );
}
