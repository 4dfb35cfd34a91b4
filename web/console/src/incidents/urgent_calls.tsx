/** New priority-1 calls, shown and spoken on every page until somebody opens or dismisses them. */
import Button from "@cloudscape-design/components/button";
import Flashbar from "@cloudscape-design/components/flashbar";
import LiveRegion from "@cloudscape-design/components/live-region";
import { href } from "../shared/route";
import type { OpenCalls } from "./open_calls";

export function UrgentCalls({ calls: { urgent, dismiss } }: { calls: OpenCalls }) {
  const [newest] = urgent;
  return (
    <>
      <Flashbar
        items={urgent.map((call) => ({
          id: call.id,
          type: "error",
          header: `New priority 1 call ${call.number}`,
          content: `${call.kind}, ${call.address}`,
          dismissible: true,
          dismissLabel: `Dismiss call ${call.number}`,
          onDismiss: () => dismiss(call.id),
          action: (
            <Button href={href.incident(call.id)} onClick={() => dismiss(call.id)}>
              Open call {call.number}
            </Button>
          ),
        }))}
      />
      <LiveRegion assertive hidden>
        {newest ? `New priority 1 call: ${newest.kind}, ${newest.address}` : ""}
      </LiveRegion>
    </>
  );
}
