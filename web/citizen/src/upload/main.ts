/** The page behind a request's link: the question, the files, the receipt, or a kind word why the link is over. */
import { call, Problem, type About, type Request, type SentFile } from "../shared/api";
import { alert } from "../shared/elements";
import { focusHeading, redraw, show, start, troubleWords } from "../shared/frame";
import { end, noThanks, question, type End } from "./ask";
import { Files } from "./files";

// The fragment never leaves the browser; the token goes out only in a header.
const token = location.hash.slice(1);
let over: End | null = null;
let trouble = "";

const ends: Record<string, End> = { closed: "closed", expired: "expired", "not-found": "unknown" };

function endOf(fault: unknown): End | null {
  if (!(fault instanceof Problem)) return null;
  if (fault.status === 404 || fault.status === 401 || fault.status === 403) return "unknown";
  return ends[fault.slug] ?? (fault.status === 410 ? "closed" : null);
}

function finish(how: End): void {
  over = how;
  redraw();
  focusHeading();
}

async function decline(): Promise<void> {
  try {
    await call("POST", "/request/decline", {}, token);
    finish("declined");
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
    if (request.state === "declined" || (request.state === "closed" && !request.files.length)) over = request.state;
    return { ...request, files: await Promise.all(request.files.map(settled)) };
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
    if (over || !request || !files) return show(...end(about, over ?? "unknown"));
    const refuse = files.begun ? null : noThanks(() => void decline());
    files.onBegin = () => refuse?.remove();
    show(...question(about, request), trouble && alert("error", trouble), files.section(), refuse);
  };
}

// A second link opened in the same tab changes only the fragment.
addEventListener("hashchange", () => location.reload());
void start(open);
