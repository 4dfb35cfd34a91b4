/** Minutes and seconds as people write them. Pure. */
export const spell = (seconds: number): string => {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

/** Seconds, or null for what is none: `1:05`, `65`, `1:00:05`. */
export function read(words: string): number | null {
  const said = words.trim();
  if (!/^\d+(:\d{1,2}){0,2}$/.test(said)) return null;
  return said.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}
