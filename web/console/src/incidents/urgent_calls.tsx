/** New priority-1 calls, shown and spoken on every page until somebody opens or dismisses them. */
import Button from "@cloudscape-design/components/button";
import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import LiveRegion from "@cloudscape-design/components/live-region";
import { href } from "../shared/route";
import { sentence } from "../shared/words";
import type { OpenCalls } from "./open_calls";

export function urgentMessages({ urgent, dismiss }: OpenCalls): FlashbarProps.MessageDefinition[] {
  return urgent.map((call) => {
    const away = (): void => dismiss(call.id);
    const open = <Button href={href.incident(call.id)} onClick={away}>Open call {call.number}</Button>;
    return {
      id: call.id, type: "error", header: `New priority 1 call ${call.number}`, content: `${sentence(call.kind)}, ${call.address}`,
      action: open, dismissible: true, dismissLabel: `Dismiss call ${call.number}`, onDismiss: away,
    };
  });
}

export function SpokenCall({ calls: { urgent: [newest] } }: { calls: OpenCalls }) {
  return (
    <LiveRegion assertive hidden>
      {newest ? `New priority 1 call: ${newest.kind}, ${newest.address}` : ""}
    </LiveRegion>
  );
}
