/** A head, its log's key, three spellings of its signature, and a witness's: made by `cryptography`, checked by a browser's own. */
export const body =
  "rtcc.example.gov/custody\n12345\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n";
export const logKey =
  "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEn62Erq4Iu+9/AQAU2CzvagneKwz4cbXODE8dE6WaWTQHy0V2nxBw4sJHD+Wxv+YxM8CwzcZOpL83kajsKgf9Tw==";
export const ours = [
  "— rtcc.example.gov/custody S8Z5oTBEAiALeN8gnmRm4L/oFY3r9UE64XmjVMwTBOZLDbSx2okJcgIgBzNcyW/NyH94w1tzLy+b+6Oag4OWYZAtizvCO0FKVCc=\n",
  "— rtcc.example.gov/custody S8Z5oTBFAiB+aHBqlR6438hB5uRU6/gn8VqCJKysqI5MAUSZikNP1gIhAOe9vSARLooAKs9QHQWj/00wU/gkzyYPWeG8lISPWaom\n",
  "— rtcc.example.gov/custody S8Z5oTBGAiEA8gFZGxM+fAdJU1T5711faK3CyJ14wBdGq/K/p/QviPwCIQClimoUwTBvm1UevAUaQr1hwKuIgqDUSeAZRE6DdTX0qA==\n",
];
export const witness = {
  name: "clerk.example.gov/witness",
  key: "clerk.example.gov/witness+f47cec0f+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
};
export const theirs =
  "— clerk.example.gov/witness 9HzsDwAAAABrSdIAzpOoX4wnC55MikeZO72m519VH1yGxIL2VyHIhBUanrjG/JEFLqJ/1+Et8ITxyzEgd4COp2Cdikc9W/eOIhJjDA==\n";
