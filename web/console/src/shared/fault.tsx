/** A fault, said so that one knows what to do next. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { trouble } from "./words";

export function Fault({ fault, again }: { fault: unknown; again?: () => void }) {
  if (!fault) return null;
  const retry = again && <Button onClick={again}>Try again</Button>;
  return (
    <Alert type="error" header="This did not work" action={retry}>
      {trouble(fault)}
    </Alert>
  );
}
