/** A stretch of time typed by hand, in the city's clock. */
import ColumnLayout from "@cloudscape-design/components/column-layout";
import DateInput from "@cloudscape-design/components/date-input";
import FormField from "@cloudscape-design/components/form-field";
import TimeInput from "@cloudscape-design/components/time-input";
import { useDesk } from "../shared/context";
import type { Times } from "./order";

interface OtherTimesProps {
  times: Times;
  wrong: string;
  change: (times: Times) => void;
}

export function OtherTimes({ times, wrong, change }: OtherTimesProps) {
  const { config } = useDesk();
  const clock = `Clock of ${config.city.name}`;
  const day = (name: "fromDate" | "toDate", label: string) => (
    <FormField label={label} constraintText="YYYY/MM/DD">
      <DateInput value={times[name]} placeholder="YYYY/MM/DD" invalid={Boolean(wrong)}
        onChange={({ detail }) => change({ ...times, [name]: detail.value })} />
    </FormField>
  );
  const hour = (name: "fromTime" | "toTime", label: string) => (
    <FormField label={label} constraintText={clock}>
      <TimeInput value={times[name]} format="hh:mm" placeholder="hh:mm" invalid={Boolean(wrong)}
        onChange={({ detail }) => change({ ...times, [name]: detail.value })} />
    </FormField>
  );
  return (
    <ColumnLayout columns={4}>
      {day("fromDate", "From date")}
      {hour("fromTime", "From time")}
      {day("toDate", "To date")}
      {hour("toTime", "To time")}
    </ColumnLayout>
  );
}
