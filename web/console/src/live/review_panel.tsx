/** What a box recorded, played for one case: never to be taken for live, nothing of it kept, each jump on record. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import type { Incident } from "../shared/api";
import type { Camera } from "./api";
import { RecordForm } from "./record_form";
import { ReviewForm } from "./review_form";
import { ReviewScreen } from "./review_screen";
import { available } from "./time_bar";
import { unshowable } from "./words";

interface ReviewPanelProps {
  incident: Incident;
  camera: Camera;
  close: () => void;
}

export function ReviewPanel({ incident, camera, close }: ReviewPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const [wish, setWish] = useState<{ number: string; from: number } | null>(null);
  // Whoever clicked far down the list must see what they asked for.
  useEffect(() => void panel.current?.scrollIntoView({ block: "start" }), []);
  const all = available(camera, Date.now());
  const flaw = unshowable(camera);
  return (
    <div ref={panel} className="live-panel">
      <Container header={
        <Header variant="h2" actions={<Button onClick={close}>Close</Button>}
          description={flaw ? camera.site : `${camera.site}. What the box recorded is played and not taken.`}>
          {flaw ? "Clip" : "Review"}: {camera.name}
        </Header>
      }>
        {flaw && (
          <SpaceBetween size="m">
            <Alert type="info">{flaw}</Alert>
            <RecordForm incident={incident} camera={camera} newest={() => 0} />
          </SpaceBetween>
        )}
        {!flaw && !all && <Alert type="info">The box holds no footage of this camera that may be played now.</Alert>}
        {!flaw && all && !wish && <ReviewForm incident={incident} all={all} play={(number, from) => setWish({ number, from })} />}
        {!flaw && all && wish && <ReviewScreen incident={incident} camera={camera} wish={wish} again={() => setWish(null)} />}
      </Container>
    </div>
  );
}
