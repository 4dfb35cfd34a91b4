/** A day and a time of the city's clocks. */
import DateInput from "@cloudscape-design/components/date-input";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TimeInput from "@cloudscape-design/components/time-input";

export interface Wall {
  date: string;
  time: string;
}
interface TimeFieldProps {
  label: string;
  wall: Wall;
  write: (wall: Wall) => void;
  lack: string | undefined;
  zone: string;
}

export function TimeField({ label, wall, write, lack, zone }: TimeFieldProps) {
  return (
    <FormField label={label} errorText={lack} constraintText={`By the clocks of ${zone.replace(/_/g, " ")}: YYYY/MM/DD and hours:minutes.`}>
      <SpaceBetween direction="horizontal" size="xs">
        <DateInput value={wall.date} placeholder="YYYY/MM/DD" ariaLabel={`${label}: day`}
          onChange={({ detail }) => write({ ...wall, date: detail.value })} />
        <TimeInput value={wall.time} format="hh:mm" placeholder="hh:mm" ariaLabel={`${label}: time`}
          onChange={({ detail }) => write({ ...wall, time: detail.value })} />
      </SpaceBetween>
    </FormField>
  );
}
