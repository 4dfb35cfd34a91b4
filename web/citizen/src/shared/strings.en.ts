/** What every page says, in English. The Spanish catalogue must have the same keys. */
export const en = {
  "language.name": "English",
  "language.other": "Español",
  "language.switch": "Ver esta página en español",
  "frame.skip": "Skip to the main content",
  "frame.service": "Camera registry",
  "frame.question": "Questions? Call {agency} at {phone}.",
  "frame.no_watch": "Registering never lets anybody watch your camera.",
  "frame.register": "Register a camera",
  "frame.my": "My registration",
  "frame.faq": "Questions and answers",
  "frame.real": "Is this message real?",
  "frame.pages": "Pages of the registry",
  "frame.key": "Check a released evidence package",
  "frame.log": "The public log",
  "frame.loading": "One moment…",
  "frame.unreviewed": "",

  "trouble.title": "This page cannot reach the city right now",
  "trouble.body": "Nothing was lost. Check your connection and try again.",
  "trouble.again": "Try again",
  "trouble.busy": "Too many tries. Please wait a few minutes and try again.",
  "trouble.unexpected": "Something went wrong on our side. Please try again in a minute.",

  "errors.one": "Please check one answer",
  "errors.many": "Please check {count} answers",
  "errors.needed": "Please answer this question.",
  "errors.kind": "Choose one.",
} as const;

export type Key = keyof typeof en;
