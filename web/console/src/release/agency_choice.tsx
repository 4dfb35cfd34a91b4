/** Which agency, or whose defense, receives it: those that the city named. */
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import type { Agency } from "./api";
import { agencyWords } from "./words";

interface AgencyChoiceProps {
  agencies: Agency[];
  ori: string;
  choose: (ori: string) => void;
  lack: string | undefined;
}

export function AgencyChoice({ agencies, ori, choose, lack }: AgencyChoiceProps) {
  const options = agencies.map((one) => ({ value: one.ori, label: one.name, description: agencyWords(one) }));
  return (
    <FormField label="Agency" errorText={lack}>
      <Select selectedOption={options.find(({ value }) => value === ori) ?? null} options={options}
        placeholder="Choose the agency" empty="No agency is known."
        onChange={({ detail }) => choose(detail.selectedOption.value ?? "")} />
    </FormField>
  );
}
