/** The time bar of a review: what can be played, and where it plays; by a click, by touch, or by keys. */
import { useRef, type KeyboardEvent, type MouseEvent } from "react";
import { useDesk } from "../shared/context";
import { clock, moment } from "../shared/words";
import { momentAt, share, stepped, type Span } from "./time_bar";

interface SeekBarProps {
  /** All that can be played, and the part of it that is drawn. */
  all: Span;
  span: Span;
  at: number;
  seek: (to: number) => void;
  halt: () => void;
}

export function SeekBar({ all, span, at, seek, halt }: SeekBarProps) {
  const { zone } = useDesk().config.city;
  const bar = useRef<HTMLDivElement>(null);
  const click = ({ clientX }: MouseEvent): void => {
    const { left, width } = bar.current!.getBoundingClientRect();
    seek(momentAt((clientX - left) / Math.max(1, width), span));
  };
  const press = (event: KeyboardEvent): void => {
    const to = stepped(event.key, event.shiftKey, at, all);
    if (event.key === " ") halt();
    else if (to !== null) seek(to);
    else return;
    event.preventDefault();
  };
  const day = span.to - span.from > 20 * 3_600_000;
  const word = (time: number): string => (day ? moment(new Date(time).toISOString(), zone) : clock(new Date(time), zone));
  return (
    <div>
      <div ref={bar} className="seek" role="slider" tabIndex={0} aria-label="Time of the recording"
        aria-valuemin={Math.round(all.from / 1000)} aria-valuemax={Math.round(all.to / 1000)}
        aria-valuenow={Math.round(at / 1000)} aria-valuetext={moment(new Date(at).toISOString(), zone)}
        onClick={click} onKeyDown={press}>
        <div className="seek__past" style={{ width: `${share(at, span) * 100}%` }} />
        <div className="seek__knob" style={{ left: `${share(at, span) * 100}%` }} />
      </div>
      <div className="seek__ends"><span>{word(span.from)}</span><span>{word(span.to)}</span></div>
    </div>
  );
}
