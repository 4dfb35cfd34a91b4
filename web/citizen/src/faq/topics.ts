/** Entries under their topics, each topic where it first occurs. Pure. */
export const known = ["sight", "requests", "footage", "privacy", "money"] as const;
type Topic = (typeof known)[number] | "other";

const topicOf = (name: string): Topic => known.find((topic) => topic === name) ?? "other";

export function topics<Entry extends { topic: string }>(entries: Entry[]): [Topic, Entry[]][] {
  const found = new Map<Topic, Entry[]>();
  for (const entry of entries) {
    const topic = topicOf(entry.topic);
    found.set(topic, [...(found.get(topic) ?? []), entry]);
  }
  return [...found];
}
