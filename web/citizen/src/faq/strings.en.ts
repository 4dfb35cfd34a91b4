/** What the page of questions and answers says by itself, in English. The Spanish catalogue must have the same keys. */
export const en = {
  "faq.title": "Questions and answers",
  "faq.lead": "What the camera registry of {agency} does, and what it cannot do.",
  "faq.version": "Version {version}, of {dated}. The figures are those in force today.",
  "faq.unreviewed": "Nobody has certified these words yet.",
  "faq.more": "Something else? Call {agency} at {phone}.",
  "topic.sight": "What we can see",
  "topic.requests": "When we ask",
  "topic.footage": "What you send",
  "topic.privacy": "What we know about you",
  "topic.money": "What it costs",
  "topic.other": "More",
  "helpful.title": "Was this page helpful?",
  "helpful.yes": "Yes",
  "helpful.no": "No",
  "helpful.thanks": "Thank you. We counted your answer.",
  "helpful.private": "We only count. Nothing is kept of who answered.",
} as const;

export type Key = keyof typeof en;
