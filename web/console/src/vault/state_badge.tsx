/** How far an evidence item has come. */
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { sentence } from "../shared/words";

const looks: Record<string, StatusIndicatorProps.Type> = {
  pending: "pending",
  sealed: "success",
  quarantined: "error",
  released: "info",
  expunged: "stopped",
  disposed: "stopped",
};

export function StateBadge({ of }: { of: string }) {
  return <StatusIndicator type={looks[of] ?? "info"}>{sentence(of)}</StatusIndicator>;
}
