/** The points of a drawn area as a list that one can type: the same drawing, without a mouse. */
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { useEffect, useState } from "react";
import type { At } from "./api";
import { readPoints, written, type Tool } from "./drawing";

interface CornersProps {
  tool: Tool;
  points: At[];
  most: number;
  change: (points: At[]) => void;
}

export function Corners({ tool, points, most, change }: CornersProps) {
  const [text, setText] = useState(() => written(points));
  const read = readPoints(text, tool);
  const same = typeof read !== "string" && written(read) === written(points);
  // What the map adds or moves comes into the list; what is being typed is left alone until it names other places.
  useEffect(() => {
    if (!same) setText(written(points));
  }, [points]);
  const type = (now: string): void => {
    setText(now);
    const found = readPoints(now, tool);
    if (typeof found !== "string") change(found);
  };
  const label = tool === "circle" ? "Middle" : tool === "polygon" ? "Corners" : "Points along the line";
  const limit = most === 1 ? "One line: latitude, longitude." : `One a line: latitude, longitude. At most ${most}; now ${points.length}.`;
  return (
    <FormField label={label} constraintText={limit} errorText={typeof read === "string" ? read : ""} stretch>
      <Textarea value={text} rows={Math.min(8, Math.max(2, points.length + 1))} spellcheck={false}
        placeholder="32.512340, -93.751230" onChange={({ detail }) => type(detail.value)} />
    </FormField>
  );
}
