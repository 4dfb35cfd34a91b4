/** Whether the page is shown on something as narrow as a phone, or has room for more beside it. */
import { useSyncExternalStore } from "react";

function watched(query: string): () => boolean {
  const window = matchMedia(query);
  const subscribe = (changed: () => void) => {
    window.addEventListener("change", changed);
    return () => window.removeEventListener("change", changed);
  };
  return () => useSyncExternalStore(subscribe, () => window.matches);
}

export const useNarrow = watched("(max-width: 600px)");
export const useWide = watched("(min-width: 901px)");
