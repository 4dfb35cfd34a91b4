/** One line of words that an act needs, and the button beside it: nothing is sent without the words. */
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";

interface WhyProps {
  label: string;
  button: string;
  sending: boolean;
  disabled?: boolean;
  send: (why: string) => void;
  description?: string;
}

export function Why({ label, button, sending, disabled = false, send, description }: WhyProps) {
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const go = (): void => {
    setMissing(!why.trim());
    if (why.trim()) send(why.trim());
  };
  return (
    <FormField label={label} description={description} errorText={missing ? "Write why." : ""}
      secondaryControl={<Button loading={sending} disabled={disabled} onClick={go}>{button}</Button>}>
      <Input value={why} ariaRequired disabled={disabled} onChange={({ detail }) => setWhy(detail.value)} />
    </FormField>
  );
}
