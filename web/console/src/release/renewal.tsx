/** When a recipient's time is over, or they ask for more: giving it, which never needs the release to be asked for anew. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { moment } from "../shared/words";
import type { Release } from "./api";
import { timeLeft } from "./words";

export function Renewal({ release, done }: { release: Release; done: () => void }) {
  const { api, config, may } = useDesk();
  const { acting, fault, act } = useAct(done);
  const left = timeLeft(release, Date.now());
  if (!left) return null;
  const renew = (): void =>
    void act("renew", () => api.releases.renew(release.id), { words: "The recipient has more time." });
  const asked = left === "asked" && release.renewal_asked_at;
  const words = asked
    ? `${release.renewal_why ?? ""} (asked ${moment(asked, config.city.zone)})`
    : "The recipient’s page says so, and lets them ask for more time.";
  return (
    <Alert type={asked ? "warning" : "info"} header={asked ? "The recipient asks for more time" : "It can no longer be fetched"}
      action={may("release.renew") && <Button loading={Boolean(acting)} onClick={renew}>Give more time</Button>}>
      <bdi>{words}</bdi>
      {Boolean(fault) && <Fault fault={fault} />}
    </Alert>
  );
}
