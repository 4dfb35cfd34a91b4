/** One hold, and what may be done about it: ask to lift it; as somebody else, lift it or let it stand. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ItemDetail } from "../shared/api";
import type { Acting } from "../shared/act";
import { useDesk } from "../shared/context";
import { Why } from "../shared/why";
import { moment } from "../shared/words";
import type { Hold } from "./api";
import { holdReason } from "./words";

interface HoldRowProps {
  item: ItemDetail;
  hold: Hold;
  acting: string;
  act: Acting["act"];
}

export function HoldRow({ item, hold, acting, act }: HoldRowProps) {
  const { api, config, me, may } = useDesk();
  const { zone } = config.city;
  const { lift } = hold;
  const ask = (why: string): void =>
    void act(`ask ${hold.id}`, () => api.vault.askLift(item.id, hold.id, why), { words: "Somebody else must lift the hold now." });
  return (
    <SpaceBetween size="s">
      <KeyValuePairs columns={4} minColumnWidth={150} items={[
        { label: "Reason", value: <bdi className="broken">{holdReason(hold.reason)}</bdi> },
        { label: "Authority", value: <bdi className="broken">{hold.authority}</bdi> },
        { label: "Case", value: hold.case || "–" },
        { label: "Put", value: `${moment(hold.at, zone)}${hold.by ? `, badge ${hold.by}` : ", by admission"}` },
      ]} />
      {lift && (
        <Alert type="warning" header={`Badge ${lift.asked_by} asks to lift it`}>
          <bdi>{`${lift.why} (${moment(lift.asked_at, zone)})`}</bdi>
        </Alert>
      )}
      {lift && lift.asked_by === me.badge && <span>You asked to lift this hold yourself. Somebody else must decide.</span>}
      {lift && lift.asked_by !== me.badge && <Decide item={item} hold={hold} acting={acting} act={act} />}
      {!lift && may("hold.ask_lift") && (
        <Why label="Why it may be lifted" button="Ask to lift it" sending={acting === `ask ${hold.id}`} disabled={Boolean(acting)} send={ask} />
      )}
    </SpaceBetween>
  );
}

function Decide({ item, hold, acting, act }: HoldRowProps) {
  const { api, may } = useDesk();
  const lift = (): void =>
    void act(`lift ${hold.id}`, () => api.vault.lift(item.id, hold.id), { words: "The hold is lifted. Storage follows within a minute." });
  const refuse = (why: string): void =>
    void act(`refuse ${hold.id}`, () => api.vault.refuseLift(item.id, hold.id, why), { words: "The hold stays." });
  if (!may("hold.lift") && !may("hold.refuse_lift")) return <span>A supervisor lifts the hold or lets it stand.</span>;
  return (
    <SpaceBetween size="s">
      {may("hold.lift") && (
        <Button loading={acting === `lift ${hold.id}`} disabled={Boolean(acting)} onClick={lift}>Lift the hold</Button>
      )}
      {may("hold.refuse_lift") && (
        <Why label="Why it stays" button="Let it stand" sending={acting === `refuse ${hold.id}`} disabled={Boolean(acting)} send={refuse} />
      )}
    </SpaceBetween>
  );
}
