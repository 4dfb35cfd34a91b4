/** "My registration": the way in by a link from one's own mailbox, then all that is held, to change, to take, to end. */
import { Problem, type About } from "../shared/api";
import { alert, button, el } from "../shared/elements";
import { focusHeading, redraw, show, start } from "../shared/frame";
import { My, type Left } from "./api";
import { Book } from "./book";
import { consent } from "./consent";
import { download, leave, left } from "./leave";
import { cameras, move, pause, you } from "./parts";
import { channels, contact } from "./reach";
import { signIn } from "./sign_in";
import { forget, recall } from "./token";
import { say, time, type Language } from "./words";

let book: Book | null = null;
let gone: { left: Left; language: Language } | null = null;
/** Why somebody stands at the way in again. */
let why: "" | "over" | "closed" = "";

function out(because: typeof why): void {
  forget();
  book = null;
  why = because;
  redraw();
  focusHeading();
}

async function enter(about: About): Promise<void> {
  const token = recall();
  if (!token) return;
  const my = new My(token);
  try {
    book = new Book(about, my, await my.read(), () => out("over"));
  } catch (fault) {
    if (!(fault instanceof Problem) || fault.status !== 401) throw fault;
    forget();
    why = "over";
  }
}

function registration(current: Book): void {
  const { held, about: { city } } = current;
  const over = (): void => out("over");
  const leaving = (result: Left): void => {
    forget();
    gone = { left: result, language: held.language };
    redraw();
    focusHeading();
  };
  show(
    el("h1", {}, say("my.title")),
    el("p", { class: "lead" }, say("my.lead", { name: held.name, time: time(held.made_at, city.zone, { dateStyle: "long" }) })),
    held.state === "active" ? alert("success", say("my.active")) : alert("warning", say("my.paused")),
    you(current), contact(current), channels(current), cameras(current), move(current), pause(current), consent(current),
    download(current, over), leave(current, leaving, over),
    el("p", { class: "after" }, button(say("my.close"), () => out("closed"), "usa-button--outline")));
}

// A second link opened in the same tab changes only the fragment.
addEventListener("hashchange", () => location.reload());
void start(async (about) => {
  await enter(about);
  return () => {
    if (gone) return show(...left(gone.left, about.city.zone, gone.language));
    if (book) return registration(book);
    show(...signIn(about, why && say(`my.${why}`)));
  };
});
