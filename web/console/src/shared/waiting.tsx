/** A page that is not there yet: why, or that it is on its way. */
import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { Fault } from "./fault";

export function Waiting({ fault, again, words }: { fault: unknown; again: () => void; words: string }) {
  if (fault) return <Fault fault={fault} again={again} />;
  return <Box padding="xl" textAlign="center"><Spinner size="large" /> {words}</Box>;
}
