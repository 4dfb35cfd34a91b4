/** Which area is asked: a circle around the call, or one that is drawn on the map or typed as a list of corners. */
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Incident } from "../shared/api";
import { Choose } from "../shared/choose";
import { Corners } from "./corners";
import { mostPoints, radii, startAround, tools, withTool, type Drawing, type Tool } from "./drawing";
import { distance } from "./order";

interface AreaChoiceProps {
  incident: Incident;
  drawing: Drawing;
  draw: (drawing: Drawing) => void;
}

const hints: Record<Tool, string> = {
  call: "",
  circle: "Click its middle on the map, or write it below.",
  polygon: "Click its corners on the map one after the other, and drag them where they belong. Or write them below.",
  corridor: "Click along the street on the map. Or write the points below.",
};

export function AreaChoice({ incident, drawing, draw }: AreaChoiceProps) {
  const { tool, points } = drawing;
  const options = Object.entries(tools).map(([value, label]) => ({ value, label }));
  const begin = (): void => draw(startAround(drawing, incident));
  const back = (): void => draw({ ...drawing, points: points.slice(0, -1) });
  return (
    <SpaceBetween size="m">
      <ColumnLayout columns={2}>
        <Choose label="Area" value={tool} options={options} onChange={(value) => draw(withTool(drawing, value as Tool))} />
        <Measure drawing={drawing} draw={draw} />
      </ColumnLayout>
      {tool !== "call" && (
        <SpaceBetween size="s">
          <span>{hints[tool]}</span>
          <SpaceBetween direction="horizontal" size="xs">
            <Button onClick={begin}>Begin around the call</Button>
            <Button disabled={!points.length} onClick={back}>Take back the last point</Button>
            <Button disabled={!points.length} onClick={() => draw({ ...drawing, points: [] })}>Clear</Button>
          </SpaceBetween>
          <Corners tool={tool} points={points} most={mostPoints[tool]} change={(now) => draw({ ...drawing, points: now })} />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

/** The one number that belongs to the tool, if it has one. */
function Measure({ drawing, draw }: Omit<AreaChoiceProps, "incident">) {
  const { tool, radius, width } = drawing;
  if (tool === "call") {
    const options = radii.map((meters) => ({ value: String(meters), label: distance(meters) }));
    const choose = (value: string): void => draw({ ...drawing, radius: Number(value) });
    return <Choose label="Distance" value={String(radius)} options={options} onChange={choose} />;
  }
  if (tool === "polygon") return null;
  const [name, label, value] = tool === "circle"
    ? (["radius", "Radius in meters", radius] as const)
    : (["width", "Width in meters", width] as const);
  const change = (text: string): void => draw({ ...drawing, [name]: text.trim() ? Number(text) : Number.NaN });
  return (
    <FormField label={label} stretch>
      <Input type="number" inputMode="numeric" value={Number.isNaN(value) ? "" : String(value)}
        onChange={({ detail }) => change(detail.value)} />
    </FormField>
  );
}
