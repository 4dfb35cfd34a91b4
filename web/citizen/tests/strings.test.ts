/** Every page's catalogues say everything in both languages, with the same blanks to fill in. */
import { expect, test } from "vitest";

type Words = Record<string, string>;
const english = import.meta.glob<Words>("../src/*/strings.en.ts", { eager: true, import: "en" });
const spanish = import.meta.glob<Words>("../src/*/strings.es.ts", { eager: true, import: "es" });
const pages = Object.keys(english).map((file) => [file.split("/")[2]!, english[file]!, spanish[file.replace(".en.", ".es.")]!] as const);

const blanks = (words: string): string[] => [...words.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort();

test("every English catalogue has a Spanish one", () => {
  expect(Object.keys(spanish).map((file) => file.replace(".es.", ".en.")).sort()).toEqual(Object.keys(english).sort());
});

test.each(pages)("%s: Spanish has exactly the keys of English", (_page, en, es) => {
  expect(Object.keys(es)).toEqual(Object.keys(en));
});

test.each(pages)("%s: nothing is left unsaid, and the blanks are the same in both", (_page, en, es) => {
  for (const key of Object.keys(en)) {
    expect(blanks(es[key]!), key).toEqual(blanks(en[key]!));
    // English needs no word that it is not reviewed.
    if (key !== "frame.unreviewed") expect(en[key], key).not.toBe("");
    expect(es[key], key).not.toBe("");
  }
});

test("no page overwrites what every page says", () => {
  const [, shared] = pages.find(([page]) => page === "shared")!;
  for (const [page, en] of pages) if (page !== "shared") expect(Object.keys(en).filter((key) => key in shared), page).toEqual([]);
});
