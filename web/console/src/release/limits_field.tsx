/** What this recipient may do with it, beside the limits that every package carries. */
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";

export function LimitsField({ limits, write }: { limits: string; write: (limits: string) => void }) {
  return (
    <FormField label="Limits" description="If there is something to add to the limits that every package carries. It is signed with it." stretch
      errorText={limits.length > 500 ? "At most 500 characters." : ""}>
      <Textarea value={limits} rows={2} onChange={({ detail }) => write(detail.value.replace(/\n/g, " "))} />
    </FormField>
  );
}
