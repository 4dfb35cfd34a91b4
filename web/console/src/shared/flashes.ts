/** Words of success in the frame: they go after some seconds, or as soon as what they speak of has moved on. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

/** The thing that words speak of, and the state for which they hold. */
export interface About {
  id: string;
  state: string;
}
export interface Said {
  words: string;
  about?: About;
}
export interface Flash extends Said {
  key: number;
}
export interface Flashes {
  shown: Flash[];
  tell: (words: string, about?: About) => void;
  /** How far a thing has come: words about an earlier state of it go. */
  moved: (about: About) => void;
  dismiss: (key: number) => void;
}

export const staysMs = 8000;
const most = 3;

export const stillTrue = (flash: Said, { id, state }: About): boolean => flash.about?.id !== id || flash.about.state === state;

/** `place` is where in the console one is: words do not follow to another page. */
export function useFlashes(place: string): Flashes {
  const [shown, setShown] = useState<Flash[]>([]);
  const next = useRef(1);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  const dismiss = useCallback((key: number) => setShown((old) => old.filter((one) => one.key !== key)), []);
  const tell = useCallback((words: string, about?: About) => {
    const key = next.current++;
    setShown((old) => [{ key, words, ...(about && { about }) }, ...old].slice(0, most));
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      dismiss(key);
    }, staysMs);
    timers.current.add(timer);
  }, [dismiss]);
  const moved = useCallback((about: About) => {
    setShown((old) => (old.every((one) => stillTrue(one, about)) ? old : old.filter((one) => stillTrue(one, about))));
  }, []);
  useEffect(() => setShown([]), [place]);
  useEffect(() => () => timers.current.forEach((timer) => clearTimeout(timer)), []);
  return useMemo(() => ({ shown, tell, moved, dismiss }), [shown, tell, moved, dismiss]);
}
