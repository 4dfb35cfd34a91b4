/** How urgent a call is: by number and by color, never by color alone. */
import Badge from "@cloudscape-design/components/badge";

const colors = ["severity-critical", "severity-high", "severity-low", "severity-neutral"] as const;

export function Priority({ of }: { of: number }) {
  return <Badge color={colors[of - 1] ?? "severity-neutral"}>Priority {of}</Badge>;
}
