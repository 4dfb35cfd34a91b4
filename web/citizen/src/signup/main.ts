/** Sign-up: the questions, the two codes, done. */
import { Place } from "../place/place";
import { call, Problem, type About, type Channel, type FieldFault, type Registered } from "../shared/api";
import { focusOn } from "../shared/fields";
import { focusHeading, redraw, show, start, troubleWords } from "../shared/frame";
import { channels, codes, done, type CodesState } from "./codes";
import { askedIn, blank, blankGroups, faultsOf, registrationOf, wordsFor } from "./draft";
import { form, introduction, outside, type FormState } from "./form";
import { language, say } from "./words";

type Step = "form" | "outside" | "codes" | "done";

const kept = "rtcc.registration";
let step: Step = "form";
let state: FormState;
let proving: CodesState | null = null;

function go(next: Step): void {
  step = next;
  redraw();
  focusHeading();
}

function stay(): void {
  redraw();
  document.getElementById("faults")?.focus();
}

function changed(focus: string): void {
  redraw();
  focusOn(focus);
}

function showCodes(registered: Registered): void {
  const confirmed = registered.confirmed ?? [];
  proving = { registered, confirmed, typed: { email: "", phone: "" }, faults: new Map(), trouble: "" };
  step = "codes";
}

/** A phone's browser forgets the page while its owner reads the codes: the id and what is proved bring it back. */
function keep({ id, state, confirmed = [] }: Registered): void {
  sessionStorage.setItem(kept, JSON.stringify({ id, state, confirmed }));
}

async function register(about: About): Promise<void> {
  if (state.sending) return;
  state.trouble = "";
  state.faults = faultsOf(state.draft, state.groups);
  if (state.faults.size) return stay();
  state.sending = true;
  redraw();
  try {
    const more = { consent: about.consent.version, consent_language: language(), point: state.place.point };
    const registered = await call<Registered>("POST", "/registrations", registrationOf(state.draft, state.groups, more));
    keep(registered);
    state.sending = false;
    showCodes(registered);
    go("codes");
  } catch (fault) {
    state.sending = false;
    refused(fault, about);
  }
}

function refused(fault: unknown, about: About): void {
  if (fault instanceof Problem && fault.slug === "outside-city") return go("outside");
  if (fault instanceof Problem && fault.slug === "address-not-found") {
    state.faults.set("address", say("address.unknown", { city: about.city.name }));
  } else if (fault instanceof Problem && fault.slug === "consent-renewed") {
    return void renewed(about);
  } else if (fault instanceof Problem && fault.fields.length) {
    fault.fields.forEach(blame);
  } else {
    state.trouble = troubleWords(fault);
  }
  stay();
}

function blame({ name, message }: FieldFault): void {
  const field = askedIn(name);
  state.faults.set(field, wordsFor(field, message));
}

/** The text of consent changed while the form was open: show the new one, and ask again. */
async function renewed(about: About): Promise<void> {
  about.consent = (await call<About>("GET", "/about").catch(() => about)).consent;
  state.draft.consent = "";
  state.faults.set("consent", say("errors.renewed"));
  stay();
}

async function confirm(current: CodesState): Promise<void> {
  current.faults = new Map();
  current.trouble = "";
  const open = channels.filter((channel) => !current.confirmed.includes(channel));
  const typed = open.filter((channel) => current.typed[channel].trim());
  for (const channel of typed.length ? typed : open) await prove(current, channel);
  if (current.confirmed.length < channels.length) return stay();
  sessionStorage.removeItem(kept);
  go("done");
}

async function prove(current: CodesState, channel: Channel): Promise<void> {
  const code = current.typed[channel].replace(/\D/g, "");
  const wrong = (words: string): void => void current.faults.set(`code-${channel}`, words);
  if (code.length !== 6) return wrong(say("errors.code"));
  try {
    const path = `/registrations/${encodeURIComponent(current.registered.id)}/confirmations`;
    const answer = await call<Registered>("POST", path, { channel, code });
    current.confirmed = answer.confirmed ?? [...current.confirmed, channel];
    keep(answer);
  } catch (fault) {
    if (fault instanceof Problem && fault.status === 422) wrong(say("codes.wrong"));
    else current.trouble = troubleWords(fault);
  }
}

function restart(): void {
  sessionStorage.removeItem(kept);
  state.faults = new Map();
  go("form");
}

void start((about) => {
  const place = new Place(about.city);
  state = { draft: blank(language()), groups: blankGroups(), place, faults: new Map(), trouble: "", sending: false };
  const before = sessionStorage.getItem(kept);
  if (before) showCodes(JSON.parse(before) as Registered);
  return () => {
    if (step === "outside") return show(...outside(about, () => go("form")));
    if (step === "codes" && proving) return show(...codes(proving, () => void confirm(proving!), restart));
    if (step === "done") return show(...done());
    show(...introduction(about), form(about, state, { submit: () => void register(about), changed }));
  };
});
