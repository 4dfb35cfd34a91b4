/** The page behind a request's link: the question, the files, the receipt, or a kind word why the link is over. */
import { call, Problem, type About, type Answer, type Request, type SentFile } from "../shared/api";
import { alert } from "../shared/elements";
import { focusHeading, redraw, show, start, troubleWords } from "../shared/frame";
import { answers, postponed, send } from "./answers";
import { question } from "./ask";
import { end, endOf, type End } from "./end";
import { Files } from "./files";
import { handOff } from "./hand_off";
import { time } from "./words";

// The fragment never leaves the browser; the token goes out only in a header.
const token = location.hash.slice(1);
let over: End | null = null;
let trouble = "";

function finish(how: End): void {
  over = how;
  redraw();
  focusHeading();
}

async function answer(request: Request, given: Answer): Promise<void> {
  trouble = "";
  try {
    const { state } = await send(token, given);
    if (state === "declined" || state === "nothing_recorded") return finish(state);
    request.state = state;
    request.answers = request.answers.filter((one) => one !== given);
    redraw();
    document.getElementById("postponed")?.focus();
  } catch (fault) {
    const how = endOf(fault);
    if (how) return finish(how);
    trouble = troubleWords(fault);
    redraw();
  }
}

/**
 * A file that was finished may not be joined yet, if the line or the door died at that very moment. Finishing again is
 * safe and joins it; until that is answered nobody is shown a receipt for it.
 */
async function settled(file: SentFile): Promise<SentFile> {
  if (file.state !== "received" || !file.sha256) return file;
  try {
    return await call<SentFile>("POST", `/request/files/${file.id}/finish`, { sha256: file.sha256 }, token);
  } catch {
    return { ...file, state: "uploading", sha256: undefined, custody_number: undefined };
  }
}

async function ask(): Promise<Request | null> {
  try {
    if (!/^[\w.~-]+$/.test(token)) throw new Problem(404, "not-found");
    const request = await call<Request>("GET", "/request", undefined, token);
    const { state, files } = request;
    if (state === "declined" || state === "nothing_recorded" || (state === "closed" && !files.length)) over = state;
    return { ...request, files: await Promise.all(files.map(settled)) };
  } catch (fault) {
    over = endOf(fault);
    if (!over) throw fault;
    return null;
  }
}

async function open(about: About): Promise<() => void> {
  const request = await ask();
  const files = request && new Files(about, request, token, (fault) => finish(endOf(fault) ?? "closed"));
  return () => {
    if (over || !request || !files) return show(...end(about, over ?? "unknown", token));
    const without = files.begun ? null : answers(request, (given) => void answer(request, given));
    files.onBegin = () => without?.remove();
    show(...question(about, request), trouble && alert("error", trouble),
      request.state === "later" && postponed(time(request.expires_at, about.city.zone)),
      files.section(), without, handOff(token));
  };
}

// A second link opened in the same tab changes only the fragment.
addEventListener("hashchange", () => location.reload());
void start(open);
