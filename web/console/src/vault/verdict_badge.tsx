/** What became of an item, in a word. */
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { verdictLook } from "./words";

export function VerdictBadge({ of }: { of: string }) {
  const [look, words] = verdictLook(of);
  return <StatusIndicator type={look}>{words}</StatusIndicator>;
}
