/** What the page that checks a code says, in English. The Spanish catalogue must have the same keys. */
export const en = {
  "real.title": "Is this message real?",
  "real.lead": "Every message that asks for footage carries a code. Check it here before you open anything.",
  "real.code": "Code from the message",
  "real.hint": "Six letters and digits, for example K7Q-2M9.",
  "real.check": "Check the code",
  "real.fault": "A code has six letters or digits. It has no 0, O, 1, I, or L.",
  "real.yes": "This code is ours",
  "real.yes_body": "We sent a message with the code {code}.",
  "real.agency": "Sent by",
  "real.phone": "Telephone",
  "real.sent": "Sent on",
  "real.look_alike": "Somebody could copy a code. The message must also carry your safe word, and its link must begin with the address of this page.",
  "real.no": "Do not trust this message",
  "real.no_body":
    "We do not know the code {code}. Check that you typed it as it stands in the message. If you did, the message is not from us: open no link in it, send nothing, and call {agency} at {phone}.",
  "real.never": "What we never do",
  "real.never_1": "We never ask for a password, for money, or for a way into your camera.",
  "real.never_2": "We never ask you to install anything or to make an account.",
  "real.never_3": "We never send a link to any other website.",
  "real.call": "In doubt, call {agency} at {phone}, not a number from the message.",
} as const;

export type Key = keyof typeof en;
