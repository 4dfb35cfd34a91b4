/** Both catalogues say everything, with the same blanks to fill in. */
import { expect, test } from "vitest";
import { en, type Key } from "../src/shared/strings.en";
import { es } from "../src/shared/strings.es";

const blanks = (words: string): string[] => [...words.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort();

test("Spanish has exactly the keys of English", () => {
  expect(Object.keys(es)).toEqual(Object.keys(en));
});

test.each(Object.keys(en) as Key[])("%s has the same blanks in both", (key) => {
  expect(blanks(es[key])).toEqual(blanks(en[key]));
});
