/** The live picture of one camera for one call. It ends with the lease, the page, or a word from the center. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import LiveRegion from "@cloudscape-design/components/live-region";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { clock } from "../shared/words";
import type { Camera, ViewPurpose } from "./api";
import { openMedia } from "./media";
import { Player } from "./player";
import { RecordForm } from "./record_form";
import { LiveView, type News } from "./view";
import { stageLooks, viewPurposes } from "./words";

interface LivePanelProps {
  incident: Incident;
  camera: Camera;
  purpose: ViewPurpose;
  close: () => void;
  again: () => void;
}

const opening: News = { stage: "opening", words: "Opening the view…", view: null };

export function LivePanel({ incident, camera, purpose, close, again }: LivePanelProps) {
  const { api, config, may } = useDesk();
  const canvas = useRef<HTMLCanvasElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const running = useRef<{ live: LiveView; player: Player } | null>(null);
  const [news, setNews] = useState<News>(opening);
  useEffect(() => {
    const player = new Player(canvas.current!, () => live.shown());
    const live = new LiveView(api.live, player, openMedia, setNews);
    running.current = { live, player };
    void live.start(incident.id, camera.id, purpose);
    const hidden = (): void => {
      if (document.hidden) live.stop("The view ended because this page was out of sight.");
    };
    const leaving = (): void => live.stop("The view ended with the page.");
    document.addEventListener("visibilitychange", hidden);
    addEventListener("pagehide", leaving);
    return () => {
      document.removeEventListener("visibilitychange", hidden);
      removeEventListener("pagehide", leaving);
      live.stop("The view was closed.");
    };
  }, [api, incident.id, camera.id, purpose]);
  // Whoever clicked far down the list must see what they asked for.
  useEffect(() => void panel.current?.scrollIntoView({ block: "start" }), []);
  const stop = useCallback(() => running.current?.live.stop("You stopped the view."), []);
  const newest = useCallback(() => running.current?.player.newest ?? 0, []);
  const { stage, words, view } = news;
  const over = stage === "ended";
  const until = view && !over ? ` Ends by ${clock(view.ends_at, config.city.zone)} at the latest.` : "";
  const button = over
    ? (
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={again}>Watch again</Button>
        <Button onClick={close}>Close</Button>
      </SpaceBetween>
    )
    : <Button variant="primary" onClick={stop}>Stop</Button>;
  const what = `${camera.site}. Purpose: ${viewPurposes[purpose].toLowerCase()} (${incident.number}).${until}`;
  const header = (
    <Header variant="h2" actions={button} description={what}>
      Live: {camera.name}
    </Header>
  );
  return (
    <div ref={panel} className="live-panel">
      <Container header={header}>
        <SpaceBetween size="m">
          {over && <Alert type="info" header="The view has ended">{words}</Alert>}
          {!over && <StatusIndicator type={stageLooks[stage]}>{words}</StatusIndicator>}
          <div className={`live live--${stage}`} hidden={over}>
            <canvas ref={canvas} width={0} height={0} className="live__picture" role="img"
              aria-label={`Live picture of ${camera.name}`} />
          </div>
          <LiveRegion hidden>{`${camera.name}: ${stage === "stalled" ? "no new picture" : words}`}</LiveRegion>
          {!over && may("clip.order") && <RecordForm incident={incident} camera={camera} newest={newest} />}
        </SpaceBetween>
      </Container>
    </div>
  );
}
