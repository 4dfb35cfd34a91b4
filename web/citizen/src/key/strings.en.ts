/** What the seal key's page says, in English. The Spanish catalogue must have the same keys. */
export const en = {
  "key.title": "Fingerprint of the seal key",
  "key.lead":
    "{agency} signs every package of evidence that it hands over. With this fingerprint anybody can check that a package is as it was signed, and that nobody else signed it.",
  "key.fingerprint": "Fingerprint (SHA-256 of the public key)",
  "key.algorithm": "Kind of key",
  "key.copy": "Copy the fingerprint",
  "key.copied": "Copied",
  "key.how": "How to check a package",
  "key.how_body":
    "Get verify_release.py from the project’s source code, never out of the package, and run it with Python 3 and the fingerprint from this page. It names every file that was changed.",
  "key.call": "To compare the fingerprint by telephone, call {agency} at {phone} and have it read to you.",
} as const;

export type Key = keyof typeof en;
