/** What the log's page says, in English. The Spanish catalogue must have the same keys. */
export const en = {
  "log.title": "The public log",
  "log.lead":
    "{agency} writes down every act on evidence: who did what, when and why, and what was refused. Each minute the fingerprints of these lines are sealed into a log that can only grow. If a line were changed, taken out or added later, the log would show it.",
  "log.newest": "The newest sealed head",
  "log.size": "Entries in the log",
  "log.sealed": "Sealed",
  "log.root": "Fingerprint over all entries (root)",
  "log.signature": "Signature of the seal key",
  "log.holds": "✓ It holds",
  "log.broken": "It does not hold: do not rely on this head. Please call {agency} at {phone}, and tell the witnesses.",
  "log.key": "Fingerprint of the seal key",
  "log.again": "Read it again",
  "log.read": "Read again just now",
  "log.none": "Nothing is sealed yet.",
  "log.witnesses": "Witnesses",
  "log.witnesses_body":
    "A witness is somebody outside {agency}, such as a court clerk, a public defender or an oversight board. It remembers the last head that it saw. It signs a new head only if the new one begins with everything that was in the old one.",
  "log.no_witness": "No witness is named yet. Until one is, only the seal key vouches for this log.",
  "log.signed_at": "✓ Signed this head on {when}",
  "log.unchecked_at": "Signed this head on {when}. Your browser cannot check this signature.",
  "log.false_at": "What stands here for this witness is not its signature.",
  "log.waiting": "Has not signed this head. It may do so within the minute.",
  "log.how": "How to check",
  "log.how_body":
    "This page comes from {agency}, and so do its check marks. Do not rely on them: check for yourself, with tools and keys that you did not get from {agency}.",
  "log.keep": "Keep a head",
  "log.keep_body":
    "Save the newest head today. Whoever shows you a log later must prove that it begins with the one that you kept.",
  "log.package": "Check a package of evidence",
  "log.package_body":
    "The program checks that each line of an item’s record is in the log, that none was left out, and that the witnesses whom you name signed it. Ask each witness for its line yourself.",
  "log.watch": "Become a witness",
  "log.watch_body":
    "The program witness.py is in the project’s source code. It needs Python, openssl and a computer that {agency} does not run.",
  "log.open": "What is public, and what is not",
  "log.open_body":
    "Everybody can read the head and the tiles of hashes, under the names that the C2SP tlog-tiles standard gives them. The lines themselves are not public, because they would tell who asked whom for footage. A hash says nothing to somebody who does not have the line.",
  "log.head": "The head, as it was signed",
} as const;

export type Key = keyof typeof en;
