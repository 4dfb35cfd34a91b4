/** A console that nobody touches locks itself (CJIS AC-11: 30 minutes), and says so two minutes before. */
import { useEffect, useState } from "react";

export const lockAfter = 30 * 60_000;
export const warnBefore = 2 * 60_000;

export function useIdle(lock: () => void): { warned: boolean; stay: () => void } {
  const [warned, setWarned] = useState(false);
  const [touch, setTouch] = useState(0);
  useEffect(() => {
    let last = Date.now();
    const touched = (): void => void (last = Date.now());
    const events = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
    // Time is compared, not counted: a laptop that slept for an hour locks when it wakes.
    const timer = setInterval(() => {
      const idle = Date.now() - last;
      setWarned(idle > lockAfter - warnBefore);
      if (idle > lockAfter) lock();
    }, 5000);
    events.forEach((name) => addEventListener(name, touched, { passive: true }));
    return () => {
      clearInterval(timer);
      events.forEach((name) => removeEventListener(name, touched));
    };
  }, [touch, lock]);
  const stay = (): void => {
    setWarned(false);
    setTouch((old) => old + 1);
  };
  return { warned, stay };
}
