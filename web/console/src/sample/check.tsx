/** Drawing a day again, out of the record and the log: does the kept sample say the same? */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";

export function Check({ day }: { day: string }) {
  const { api } = useDesk();
  const [said, setSaid] = useState<{ holds: boolean; faults: string[] } | null>(null);
  const { acting, fault, act } = useAct(() => undefined);
  const check = (): void => void act("check", async () => setSaid(await api.sample.check(day)));
  return (
    <SpaceBetween size="xs">
      {Boolean(fault) && <Fault fault={fault} />}
      <Button loading={Boolean(acting)} onClick={check}>Draw it again</Button>
      {said?.holds && <Alert type="success">Drawn again out of the record and the log, it is the same.</Alert>}
      {said && !said.holds && (
        <Alert type="error" header="The sample is not what the record and the log give">
          <ul className="flags">{said.faults.map((words) => <li key={words}>{words}</li>)}</ul>
        </Alert>
      )}
    </SpaceBetween>
  );
}
