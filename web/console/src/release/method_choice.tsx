/** How it is handed over: the files themselves with their proofs, or only a look. */
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { methods } from "./words";

export function MethodChoice({ method, choose }: { method: string; choose: (method: string) => void }) {
  const items = Object.entries(methods).map(([value, [label, description]]) => ({ value, label, description }));
  return (
    <FormField label="How">
      <RadioGroup value={method} items={items} onChange={({ detail }) => choose(detail.value)} />
    </FormField>
  );
}
