/** The head of the log is read in its one spelling, and what the page says of its signatures is true. */
import { expect, test } from "vitest";
import { isByLog, watched } from "../src/log/checking";
import { cosignedAt, readHead } from "../src/log/note";
import { body, logKey, ours, theirs, witness } from "./log.vectors";

const note = `${body}\n${ours[0]}${theirs}`;

test("a head tells the log's name, its size and its root", () => {
  const head = readHead(note);

  expect([head.origin, head.size, head.text]).toEqual(["rtcc.example.gov/custody", 12345n, body]);
  expect(head.signatures.map((one) => one.name)).toEqual([head.origin, witness.name]);
  expect(cosignedAt(head.signatures[1]!).toISOString()).toBe("2027-01-15T08:00:00.000Z");
});

test.each(["", "a page that says: not found", note.replace("\n12345\n", "\n012345\n"), note.replace("\n12345\n", "\n1e3\n"),
  `${note}\n\nmore`, note.replace(/\u2014 rtcc/, "- rtcc")])("what is no head is not shown as one: %#", (text) => {
  expect(() => readHead(text)).toThrow();
});

test.each(ours)("the log's signature holds, however long its numbers are: %#", async (line) => {
  expect(await isByLog(readHead(`${body}\n${line}`), logKey)).toBe(true);
});

test("of another size, or under another name, it does not hold", async () => {
  expect(await isByLog(readHead(note.replace("\n12345\n", "\n12346\n")), logKey)).toBe(false);
  expect(await isByLog(readHead(`${body}\n${theirs}`), logKey)).toBe(false);
});

test("a witness's signature is shown with its time", async () => {
  expect(await watched(readHead(note), [witness])).toEqual([{ name: witness.name, when: new Date(1_800_000_000_000), holds: true }]);
});

test("what a witness did not sign is never shown as signed", async () => {
  const older = readHead(note.replace("\n12345\n", "\n12346\n"));
  const [changed] = await watched(older, [witness]);
  const [missing] = await watched(readHead(`${body}\n${ours[0]}`), [witness]);
  const [stranger] = await watched(readHead(note), [{ ...witness, key: witness.key.replace(/\+[0-9a-f]{8}\+/, "+00000000+") }]);

  expect(changed!.holds).toBe(false);
  expect([missing!.when, stranger!.when]).toEqual([null, null]);
});
