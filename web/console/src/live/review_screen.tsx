/** The picture of a review, the time at which it was taken, and what turns it. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useRef, useState } from "react";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { clock, moment } from "../shared/words";
import type { Camera, Turn } from "./api";
import { openMedia } from "./media";
import { Player } from "./player";
import { RecordForm } from "./record_form";
import { Review } from "./review";
import { SeekBar } from "./seek_bar";
import { available, held, shown, windows } from "./time_bar";
import type { News } from "./view";
import { stageLooks } from "./words";

interface ReviewScreenProps {
  incident: Incident;
  camera: Camera;
  wish: { number: string; from: number };
  again: () => void;
}

const speeds = [1, 2, 4].map((one) => ({ id: String(one), text: `${one}×` }));
const spans = Object.entries(windows).map(([id, text]) => ({ id, text }));

export function ReviewScreen({ incident, camera, wish, again }: ReviewScreenProps) {
  const { api, config, me, may } = useDesk();
  const canvas = useRef<HTMLCanvasElement>(null);
  const running = useRef<Review | null>(null);
  const [news, setNews] = useState<News>({ stage: "opening", words: "Opening the recording…", view: null });
  const [at, setAt] = useState(wish.from);
  const [length, setLength] = useState("0");
  const newest = useRef(0);
  useEffect(() => {
    const player = new Player(canvas.current!, () => {
      newest.current = player.newest;
      setAt(player.newest);
      review.shown();
    });
    const review = new Review(api.live, player, openMedia, setNews);
    running.current = review;
    const order = { key: crypto.randomUUID(), camera_id: camera.id, from: new Date(wish.from).toISOString(), case: wish.number };
    void review.play(incident.id, order);
    const leaving = (): void => review.stop("The review ended with the page.");
    addEventListener("pagehide", leaving);
    return () => {
      removeEventListener("pagehide", leaving);
      review.stop("The review was closed.");
    };
  }, [api, incident.id, camera.id, wish]);
  const { zone } = config.city;
  const { stage, words, view } = news;
  const all = available(camera, Date.now()) ?? { from: wish.from, to: Date.now() };
  const turn = (wanted: Turn): void => void running.current?.turn(wanted);
  const seek = (to: number): void => {
    setAt(held(to, all));
    turn({ from: new Date(held(to, all)).toISOString() });
  };
  const isHalted = Boolean(view?.is_paused);
  if (stage === "ended") {
    return (
      <SpaceBetween size="m">
        <Alert type="info" header="The review has ended">{words}</Alert>
        <Button onClick={again}>Play again</Button>
        <canvas ref={canvas} hidden />
      </SpaceBetween>
    );
  }
  const taken = new Date(at);
  return (
    <SpaceBetween size="m">
      <div className="recorded">
        <strong className="recorded__word">RECORDED, not live</strong>
        <span className="recorded__time">{clock(taken, zone)}</span>
        <span>{moment(taken.toISOString(), zone).replace(/, [^,]*$/, "")}</span>
      </div>
      <StatusIndicator type={stageLooks[stage]}>{words}</StatusIndicator>
      <div className="live live--recorded">
        <canvas ref={canvas} width={0} height={0} className="live__picture" role="img"
          aria-label={`Recorded picture of ${camera.name}, ${moment(taken.toISOString(), zone)}`} />
      </div>
      <SeekBar all={all} span={shown(all, Number(length), at)} at={at} seek={seek} halt={() => turn({ is_paused: !isHalted })} />
      <div className="seek__row">
        <Button variant="primary" onClick={() => turn({ is_paused: !isHalted })}>{isHalted ? "Go on" : "Halt"}</Button>
        <Button onClick={() => seek(at - 10_000)}>Back 10 s</Button>
        <Button onClick={() => seek(at + 10_000)}>On 10 s</Button>
        <SegmentedControl label="Speed" selectedId={String(view?.speed ?? 1)} options={speeds}
          onChange={({ detail }) => turn({ speed: Number(detail.selectedId) })} />
        <SegmentedControl label="The bar shows" selectedId={length} options={spans}
          onChange={({ detail }) => setLength(detail.selectedId)} />
        <Button onClick={() => running.current?.stop("You stopped the review.")}>Stop</Button>
      </div>
      <Box color="text-body-secondary">
        {`On record: badge ${me.badge}, call ${incident.number}, case ${wish.number}. `}
        Every moment that you jump to is written down. The owner sees who looked, and what was shown.
      </Box>
      {may("clip.order") && <RecordForm incident={incident} camera={camera} newest={() => newest.current} number={wish.number} />}
    </SpaceBetween>
  );
}
