/** Which items a list shows: by where they stand, by what holds them, by how long their schedule keeps them. */
import ColumnLayout from "@cloudscape-design/components/column-layout";
import { Choose } from "../shared/choose";
import { sentence } from "../shared/words";
import type { Sieve } from "./words";

const states = ["sealed", "released", "quarantined", "expunged", "disposed"];
const held = [{ value: "", label: "All" }, { value: "yes", label: "On hold" }, { value: "no", label: "Held by nothing" }];
const kept = [
  { value: "", label: "All" },
  { value: "running", label: "Schedule still runs" },
  { value: "over", label: "Schedule has ended" },
  { value: "none", label: "No schedule lets it go" },
];

export function Filters({ sieve, choose }: { sieve: Sieve; choose: (sieve: Sieve) => void }) {
  const all = [{ value: "", label: "All" }, ...states.map((value) => ({ value, label: sentence(value) }))];
  return (
    <ColumnLayout columns={3}>
      <Choose label="State" value={sieve.state} options={all} onChange={(state) => choose({ ...sieve, state })} />
      <Choose label="Holds" value={sieve.held} options={held} onChange={(value) => choose({ ...sieve, held: value })} />
      <Choose label="Kept" value={sieve.kept} options={kept} onChange={(value) => choose({ ...sieve, kept: value })} />
    </ColumnLayout>
  );
}
