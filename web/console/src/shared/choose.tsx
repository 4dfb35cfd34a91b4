/** One choice out of a few, with its label. */
import FormField from "@cloudscape-design/components/form-field";
import Select, { type SelectProps } from "@cloudscape-design/components/select";

interface ChooseProps {
  label: string;
  value: string;
  options: SelectProps.Option[];
  onChange: (value: string) => void;
}

export function Choose({ label, value, options, onChange }: ChooseProps) {
  const selected = options.find((one) => one.value === value) ?? null;
  return (
    <FormField label={label} stretch>
      <Select selectedOption={selected} options={options}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")} />
    </FormField>
  );
}
