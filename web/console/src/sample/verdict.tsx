/** What is found of one look: in order, or not, with words. */
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { Why } from "../shared/why";
import { moment } from "../shared/words";
import type { Finding, Look } from "./api";
import { whyNotJudge } from "./words";

export function Verdict({ of: look, done }: { of: Look; done: () => void }) {
  const { api, config, may, me } = useDesk();
  const { acting, fault, act } = useAct(done);
  if (look.finding) {
    const who = `badge ${look.judged_by ?? ""}, ${moment(look.judged_at ?? "", config.city.zone)}`;
    const good = look.finding === "in_order";
    return (
      <StatusIndicator type={good ? "success" : "error"}>
        {good ? `In order (${who})` : <>Not in order: <bdi className="broken">{look.words}</bdi> ({who})</>}
      </StatusIndicator>
    );
  }
  const lack = may("sample.judge") ? whyNotJudge(look, me) : "Waits for an auditor";
  if (lack) return <StatusIndicator type="pending">{lack}</StatusIndicator>;
  const judge = (finding: Finding, words = ""): void =>
    void act(finding, () => api.sample.judge(look.id, finding, words), { words: "The finding is written down." });
  return (
    <SpaceBetween size="xs">
      {Boolean(fault) && <Fault fault={fault} />}
      <Button loading={acting === "in_order"} disabled={Boolean(acting)} onClick={() => judge("in_order")}
        ariaLabel={`In order: the look of badge ${look.badge}, ${moment(look.at, config.city.zone)}`}>
        In order
      </Button>
      <Why label={`What is not in order about the look of badge ${look.badge}`} button="Not in order"
        sending={acting === "not_in_order"} disabled={Boolean(acting)} send={(words) => judge("not_in_order", words)} />
    </SpaceBetween>
  );
}
