/** Reads something from the API for a page: the value, the fault, and reading it again. */
import { useCallback, useEffect, useRef, useState } from "react";

export interface Loaded<T> {
  value: T | null;
  fault: unknown;
  loading: boolean;
  again: () => void;
}

/** `what` names what is read: a new name reads anew. With `every` (ms) it is read again while the page is seen. */
export function useLoad<T>(what: string, read: () => Promise<T>, every = 0): Loaded<T> {
  const [state, setState] = useState<{ what: string; value: T | null; fault: unknown }>({ what, value: null, fault: null });
  const [round, setRound] = useState(0);
  const reading = useRef(read);
  reading.current = read;
  useEffect(() => {
    let current = true;
    let timer = 0;
    const turn = async (): Promise<void> => {
      try {
        const value = await reading.current();
        if (current) setState({ what, value, fault: null });
      } catch (fault) {
        // What was read before stays in sight while the line is down.
        if (current) setState((old) => ({ what, value: old.what === what ? old.value : null, fault }));
      }
      if (current && every) timer = window.setTimeout(() => void turn(), document.hidden ? 5 * every : every);
    };
    void turn();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [what, every, round]);
  const again = useCallback(() => setRound((old) => old + 1), []);
  const fresh = state.what === what;
  const value = fresh ? state.value : null;
  const fault = fresh ? state.fault : null;
  return { value, fault, loading: !value && !fault, again };
}
