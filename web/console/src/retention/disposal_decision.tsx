/** Agreeing to a disposal, denying it, or stopping it while that can still be done. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { Why } from "../shared/why";
import type { Disposal } from "./api";

export function DisposalDecision({ disposal, done }: { disposal: Disposal; done: () => void }) {
  const { api, me, may } = useDesk();
  const { acting, fault, act } = useAct(done);
  const isCourt = disposal.kind === "expunging";
  const waits = disposal.state === "asked";
  const isOwn = disposal.asked_by === me.badge;
  const mayAgree = waits && !isOwn && may(isCourt ? "expunging.approve" : "disposal.approve");
  const mayDeny = waits && isCourt && may("expunging.deny");
  const mayStop = !isCourt && (waits || disposal.state === "cooling") && may("disposal.stop");
  if (!mayAgree && !mayDeny && !mayStop) {
    return waits && isOwn ? <Alert type="info">You asked for it yourself. Somebody else must agree.</Alert> : null;
  }
  const { retention } = api;
  const agree = (): void => {
    const words = isCourt ? "Expunged: nobody can read it anymore." : "Agreed. It can still be stopped until it is done.";
    void act("agree", () => (isCourt ? retention.approveExpunging(disposal.id) : retention.approve(disposal.id)), { words });
  };
  const deny = (why: string): void => void act("deny", () => retention.denyExpunging(disposal.id, why), { words: "The expunging is denied." });
  const stop = (why: string): void => void act("stop", () => retention.stop(disposal.id, why), { words: "The disposal is stopped." });
  const words = isCourt
    ? "From the moment you agree nobody can read the items, and nothing brings them back."
    : "After you agree there is time to stop it. Then the bytes are deleted, and nothing brings them back.";
  return (
    <Container header={<Header variant="h2" description={mayAgree ? words : undefined}>Your decision</Header>}>
      <SpaceBetween size="m">
        {Boolean(fault) && <Fault fault={fault} />}
        {mayAgree && (
          <Button variant="primary" loading={acting === "agree"} disabled={Boolean(acting)} onClick={agree}>
            {isCourt ? "Expunge by this order" : "Agree to the disposal"}
          </Button>
        )}
        {mayDeny && <Why label="Why it is denied" button="Deny it" sending={acting === "deny"} disabled={Boolean(acting)} send={deny} />}
        {mayStop && <Why label="Why it is stopped" button="Stop it" sending={acting === "stop"} disabled={Boolean(acting)} send={stop} />}
      </SpaceBetween>
    </Container>
  );
}
