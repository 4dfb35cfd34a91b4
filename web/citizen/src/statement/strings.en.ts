/** The statement and its signature: in English. The text itself comes from the city. */
export const en = {
  "statement.title": "Your statement",
  "statement.lead": "We wrote it for you. Read it, and sign it with your name. It says who sent these files and that they were not changed.",
  "statement.unreviewed": "Nobody has certified this translation yet. The English text is the one that holds.",
  "statement.name": "Your full name",
  "statement.role": "What you are there: owner, manager, custodian of records",
  "statement.agree": "I have read this, it is true, and my typed name is my signature.",
  "statement.sign": "Sign",
  "statement.signing": "Signing…",
  "statement.signed": "Signed by {name}",
  "statement.signed_body": "A receipt with the names, sizes, and fingerprints of your files goes to your email address.",
  "statement.more": "You sent more since you signed. Please sign for it too.",
  "statement.bad": "Please write your name and check the box.",
  "statement.bad_role": "Please say what you are there.",
  "statement.renewed": "The text was renewed. Open the link again and read it once more.",
  "statement.failed": "It could not be signed right now. Please try again.",
} as const;
