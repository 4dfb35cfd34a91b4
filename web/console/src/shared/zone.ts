/** Clock times of the city's zone, as an analyst types them, to and from UTC. Pure. */

/** The wall clock of a zone at one moment. */
export function wallOf(at: Date, zone: string): { date: string; time: string } {
  const form = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const part = Object.fromEntries(form.formatToParts(at).map(({ type, value }) => [type, value]));
  return { date: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` };
}

/** The moment at which a zone's wall clock shows this; null if it is no time at all. */
export function momentOf(date: string, time: string, zone: string): Date | null {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(wanted)) return null;
  let guess = wanted;
  // The offset depends on the moment looked for: twice is enough on both sides of a clock change.
  for (let round = 0; round < 2; round++) {
    const seen = wallOf(new Date(guess), zone);
    guess += wanted - Date.parse(`${seen.date}T${seen.time}:00Z`);
  }
  return new Date(guess);
}

export const utc = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, "Z");
