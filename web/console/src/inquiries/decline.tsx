/** There is nothing to give: the detective reads why. */
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { Why } from "../shared/why";
import type { Inquiry } from "./api";

export function Decline({ inquiry, done }: { inquiry: Inquiry; done: () => void }) {
  const { api } = useDesk();
  const { acting, fault, act } = useAct(done);
  const decline = (why: string): void =>
    void act("decline", () => api.inquiries.decline(inquiry.id, why), { words: "The inquiry is declined. The detective reads why." });
  return (
    <Container>
      <SpaceBetween size="s">
        {Boolean(fault) && <Fault fault={fault} />}
        <Why label="Why nothing can be given" button="Decline the inquiry" sending={Boolean(acting)} send={decline} />
      </SpaceBetween>
    </Container>
  );
}
