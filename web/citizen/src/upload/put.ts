/** Puts one part straight into the city's storage, with exactly the headers that were signed. */
import { Problem, type PartUrl } from "../shared/api";

/** These two are the browser's own to set; asking for them only makes it complain. */
const browsers = new Set(["host", "content-length"]);

export function putPart(
  to: PartUrl,
  body: Blob,
  { signal, sent }: { signal: AbortSignal; sent: (bytes: number) => void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    request.open("PUT", to.url);
    for (const [name, value] of Object.entries(to.headers)) {
      if (!browsers.has(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => sent(event.loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Problem(request.status, "storage")));
    request.onerror = () => reject(new Problem(0, "unreachable"));
    request.ontimeout = request.onerror;
    request.onabort = () => reject(new DOMException("paused", "AbortError"));
    request.onloadend = () => signal.removeEventListener("abort", stop);
    // A line that died without a word must not hold a lane for ever.
    request.timeout = 10 * 60_000;
    signal.addEventListener("abort", stop);
    request.send(body);
  });
}

/** How often storage may refuse one part (a stale address, a wrong digest) before the file is given up. */
const refusals = 4;

/** Turns the first refusals into "try again", which asks for a new address too. */
export function forgiving(): (work: () => Promise<void>) => Promise<void> {
  let refused = 0;
  return async (work) => {
    try {
      await work();
    } catch (fault) {
      const final = !(fault instanceof Problem) || fault.passes || ++refused >= refusals;
      throw final ? fault : new Problem(0, "refused");
    }
  };
}
