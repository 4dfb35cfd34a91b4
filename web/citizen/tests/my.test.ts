/** What is typed over a registration, until it is saved; and where the door's refusals are shown. */
import { beforeAll, expect, test, vi } from "vitest";
import { Problem } from "../src/shared/api";
import { topics } from "../src/faq/topics";
import type { Held, My } from "../src/my/api";
import { Book, fieldOfPage } from "../src/my/book";

const held = { id: "reg_1", name: "Dana", cameras: [], state: "active" } as unknown as Held;
const about = { city: { name: "Rivermark" } } as never;

beforeAll(() => {
  vi.stubGlobal("location", { search: "" });
  vi.stubGlobal("document", { getElementById: () => null, createElement: () => ({ setAttribute: () => 0, append: () => 0 }) });
  vi.stubGlobal("localStorage", { getItem: () => "en" });
  vi.stubGlobal("HTMLFieldSetElement", class {});
});

const box = (name: string, value: string, checked: boolean) => ({ type: "checkbox", name, value, checked }) as HTMLInputElement;
const book = (out = (): void => undefined): Book => new Book(about, {} as My, held, out);

test("what is typed is shown, and what is held where nothing was", () => {
  const one = book();
  one.keep({ type: "text", name: "name", value: "Dana W." } as HTMLInputElement);
  one.keep(box("channels", "text", false));
  one.keep(box("has_quiet", "yes", true));

  expect(one.value("name", held.name)).toBe("Dana W.");
  expect(one.value("safe_word", "porch swing")).toBe("porch swing");
  expect(one.value("channels.text", "yes")).toBe("");
  expect(one.value("has_quiet", "")).toBe("yes");
});

test("what was saved is held, and said", async () => {
  const one = book();
  one.begin("you", "name");

  await one.save("you", "Saved.", () => Promise.resolve({ ...held, name: "Dana W." }));

  expect([one.held.name, one.open, one.done]).toEqual(["Dana W.", "", { part: "you", words: "Saved." }]);
});

test("what the door refuses stands at its question, and the form stays open", async () => {
  const one = book();
  one.begin("cameras", "cameras.0.count");
  const refused = new Problem(422, "invalid", [{ name: "cameras.1.covers.0", message: "No interiors." }]);

  await one.save("cameras", "Saved.", () => Promise.reject(refused));

  expect([...one.faults]).toEqual([["cameras.1.covers", "No interiors."]]);
  expect(one.open).toBe("cameras");
});

test("a link that is over leads out, whatever was being done", async () => {
  const out = vi.fn();

  await book(out).save("pause", "", () => Promise.reject(new Problem(401, "sign-in-again")));

  expect(out).toHaveBeenCalledOnce();
});

test.each([["point.lat", "address"], ["channels.text", "channels"], ["quiet.from", "quiet.from"], ["cameras", "cameras.0.count"]])(
  "%s is asked in %s", (name, field) => expect(fieldOfPage(name)).toBe(field));

test("answers stand under their topics, in the order in which topics first occur; an unknown one is not lost", () => {
  const entries = ["sight", "money", "sight", "new"].map((topic, id) => ({ id, topic }));

  expect(topics(entries).map(([topic, under]) => [topic, under.map(({ id }) => id)])).toEqual([
    ["sight", [0, 2]], ["money", [1]], ["other", [3]],
  ]);
});
