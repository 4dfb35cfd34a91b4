/** All evidence in the vault, the newest first, a page at a time. */
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Item } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { Filters } from "./filters";
import { ItemTable } from "./item_table";
import { everything, passes, type Sieve } from "./words";

export function EvidencePage() {
  const { api } = useDesk();
  const [sieve, setSieve] = useState(everything);
  const only = JSON.stringify(sieve);
  const first = useLoad(`evidence ${only}`, () => api.evidence("", asked(sieve)));
  const [more, setMore] = useState<{ items: Item[]; next: string | null | undefined; fault?: unknown } | null>(null);
  const next = more ? more.next : first.value?.next;
  const items = [...(first.value?.items ?? []), ...(more?.items ?? [])].filter((item) => passes(item, sieve, Date.now()));
  const goOn = async (): Promise<void> => {
    const old = more?.items ?? [];
    try {
      const page = await api.evidence(next ?? "", asked(sieve));
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
  const choose = (wanted: Sieve): void => {
    setMore(null);
    setSieve(wanted);
  };
  const fault = first.fault ?? more?.fault;
  const empty = only === JSON.stringify(everything) ? "The vault holds no evidence yet." : "No item of these pages is like that.";
  return (
    <SpaceBetween size="l">
      {Boolean(fault) && <Fault fault={fault} again={reload} />}
      <Filters sieve={sieve} choose={choose} />
      <ItemTable items={items} loading={first.loading} header={header} empty={empty}
        footer={next && <Button onClick={() => void goOn()}>Show more</Button>} />
    </SpaceBetween>
  );
}

const asked = ({ state, held, kept }: Sieve): Record<string, string> => ({ standing: state, held, kept });
