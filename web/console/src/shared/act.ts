/** One act at a time: while it runs, what went wrong with it, and the word when it is done. */
import { useState } from "react";
import { useDesk } from "./context";
import type { Said } from "./flashes";

export interface Acting {
  /** The name of the act that runs; empty when none does. */
  acting: string;
  fault: unknown;
  act: (name: string, run: () => Promise<unknown>, said?: Said) => Promise<void>;
}

/** `done` is called after each act that worked. */
export function useAct(done: () => void): Acting {
  const { tell } = useDesk();
  const [state, setState] = useState<{ acting: string; fault: unknown }>({ acting: "", fault: null });
  const act: Acting["act"] = async (name, run, said) => {
    setState({ acting: name, fault: null });
    try {
      await run();
      setState({ acting: "", fault: null });
      if (said) tell(said.words, said.about);
      done();
    } catch (fault) {
      setState({ acting: "", fault });
    }
  };
  return { ...state, act };
}
