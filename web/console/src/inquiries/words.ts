/** How far an inquiry has come, and what a question still lacks. Pure. */
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { sentence } from "../shared/words";
import type { Question } from "./api";

type Look = StatusIndicatorProps.Type;

const states: Record<string, [Look, string]> = {
  open: ["pending", "Waits for an analyst"],
  assembled: ["in-progress", "Assembled; waits for a supervisor"],
  delivered: ["success", "Delivered"],
  declined: ["stopped", "Declined"],
};

export const inquiryState = (state: string): [Look, string] => states[state] ?? ["info", sentence(state)];

export type QuestionLack = Partial<Record<keyof Question, string>>;

/** What is missing, by field; empty when the question can be sent. */
export function questionLacks(question: Omit<Question, "key" | "from" | "to"> & { from: Date | null; to: Date | null }): QuestionLack {
  const lack: QuestionLack = {};
  if (!question.case) lack.case = "Write the number of the case.";
  if (!question.place) lack.place = "Write where it happened.";
  if (!question.words) lack.words = "Write what you are looking for.";
  if (!question.from) lack.from = "Write the date and the time.";
  if (!question.to) lack.to = "Write the date and the time.";
  if (question.from && question.to && question.to <= question.from) lack.to = "The end lies after the beginning.";
  return lack;
}
