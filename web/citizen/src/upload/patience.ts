/** Tries a piece of work again for as long as the page is open: a lost line is not a fault of the file. */
import { Problem } from "../shared/api";
import { patience } from "./plan";

interface Watch {
  signal: AbortSignal;
  /** Told whenever the line is lost or back. */
  lost: (lost: boolean) => void;
}

export async function patiently<T>(work: () => Promise<T>, { signal, lost }: Watch): Promise<T> {
  for (let tries = 0; ; tries++) {
    signal.throwIfAborted();
    try {
      const result = await work();
      lost(false);
      return result;
    } catch (fault) {
      if (signal.aborted || !(fault instanceof Problem && fault.passes)) throw fault;
      if (fault.slug === "unreachable") lost(true);
      await wait(patience(tries), signal);
    }
  }
}

/** Waits, but not longer than until the line is back or the citizen pauses. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", over);
      signal.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    window.addEventListener("online", over);
    signal.addEventListener("abort", over);
  });
}
