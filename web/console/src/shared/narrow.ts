/** Whether the page is shown on something as narrow as a phone. */
import { useSyncExternalStore } from "react";

const phone = matchMedia("(max-width: 600px)");

function subscribe(changed: () => void): () => void {
  phone.addEventListener("change", changed);
  return () => phone.removeEventListener("change", changed);
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => phone.matches);
