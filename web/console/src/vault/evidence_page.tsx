/** All evidence in the vault, the newest first, a page at a time. */
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Item } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { ItemTable } from "./item_table";

export function EvidencePage() {
  const { api } = useDesk();
  const first = useLoad("evidence", () => api.evidence());
  const [more, setMore] = useState<{ items: Item[]; next: string | null | undefined; fault?: unknown } | null>(null);
  const next = more ? more.next : first.value?.next;
  const items = [...(first.value?.items ?? []), ...(more?.items ?? [])];
  const goOn = async (): Promise<void> => {
    const old = more?.items ?? [];
    try {
      const page = await api.evidence(next ?? "");
      setMore({ items: [...old, ...page.items], next: page.next });
    } catch (fault) {
      setMore({ items: old, next, fault });
    }
  };
  const reload = (): void => {
    setMore(null);
    first.again();
  };
  const header = <Header variant="h1" actions={<Button iconName="refresh" onClick={reload}>Refresh</Button>}>Evidence</Header>;
  const fault = first.fault ?? more?.fault;
  return (
    <SpaceBetween size="l">
      {Boolean(fault) && <Fault fault={fault} again={reload} />}
      <ItemTable items={items} loading={first.loading} header={header} empty="The vault holds no evidence yet."
        footer={next && <Button onClick={() => void goOn()}>Show more</Button>} />
    </SpaceBetween>
  );
}
