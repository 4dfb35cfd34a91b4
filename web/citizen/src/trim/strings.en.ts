/** Looking at a video and cutting it before it is sent: in English. */
export const en = {
  "trim.title": "Look first: {name}",
  "trim.window": "We are looking for: {window}",
  "trim.from": "Send from (minutes:seconds)",
  "trim.to": "to (minutes:seconds)",
  "trim.here_from": "Begin here",
  "trim.here_to": "End here",
  "trim.cut": "Send only this part",
  "trim.whole": "Send all of it",
  "trim.leave": "Do not send it",
  "trim.cutting": "Cutting… {percent}%",
  "trim.note": "A cut file is marked as cut by you. It may begin a few seconds early, where its picture can begin. Nothing else is changed. If in doubt, send all of it.",
  "trim.no_look": "This browser cannot show this format. That is fine: we take any format, as it is.",
  "trim.no_cut": "This format cannot be cut here. Send all of it, please.",
  "trim.bad": "The end must come after the beginning, and within the video.",
} as const;
