/** Everybody who touched an item: who, what, how often, from when to when, and whether the record holds. */
import Alert from "@cloudscape-design/components/alert";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { eventWords } from "../custody/words";
import { useDesk } from "../shared/context";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import { moment } from "../shared/words";
import { Waiting } from "../shared/waiting";
import type { Did, People, Person } from "./api";
import { ending, peopleFirst, times, whoIs } from "./words";
import { Rows } from "../shared/rows";

export function PeoplePage({ id }: { id: string }) {
  const trail = [{ text: "Trace an exhibit", href: href.trace }, { text: "Who touched it", href: href.people(id) }];
  return (
    <SpaceBetween size="l">
      <BreadcrumbGroup items={trail} ariaLabel="Where you are" />
      <Header variant="h1" description={<Link href={href.item(id)}>{id}</Link>}>Who touched it</Header>
      <PeopleOf id={id} />
    </SpaceBetween>
  );
}

export function PeopleOf({ id }: { id: string }) {
  const { api } = useDesk();
  const { value, fault, again } = useLoad(`people ${id}`, () => api.inventory.people(id));
  if (!value) return <Waiting fault={fault} again={again} words="Reading the record…" />;
  const { staff, others } = peopleFirst(value.people);
  return (
    <SpaceBetween size="l">
      <Proof of={value} />
      <Acts title="People" people={staff} empty="No person has touched it." />
      <Acts title="Senders, boxes and functions" people={others} empty="Nothing acted by itself." />
    </SpaceBetween>
  );
}

function Proof({ of: { chains, lines, proof } }: { of: People }) {
  const words = `${lines} lines in ${chains.length === 1 ? "one chain" : `${chains.length} chains`} were read, against the sealed log of ${proof.log_size.toLocaleString("en-US")} entries.`;
  if (proof.holds) {
    const young = proof.unsealed ? ` ${proof.unsealed} of them are too young to be in the log.` : "";
    return <Alert type="success" header="The record holds">{`${words} None was changed, and none is missing.${young}`}</Alert>;
  }
  return (
    <Alert type="error" header="The record does not hold">
      {`${words} Do not rely on it; tell the administrator.`}
      <ul className="flags">{proof.faults.map((one) => <li key={one}>{one}</li>)}</ul>
    </Alert>
  );
}

interface Row extends Did {
  id: string;
  who: string;
}

const rows = (people: Person[]): Row[] =>
  people.flatMap((one) => one.acts.map((did) => ({ ...did, id: `${one.actor} ${one.badge} ${did.event}`, who: whoIs(one) })));

function Acts({ title, people, empty }: { title: string; people: Person[]; empty: string }) {
  const { zone } = useDesk().config.city;
  return (
    <Rows
      header={<Header variant="h2" counter={`(${people.length})`}>{title}</Header>}
      items={rows(people)}
      trackBy="id"
      wrapLines
      empty={empty}
      ariaLabels={{ tableLabel: title }}
      columnDefinitions={[
        { id: "who", header: "Who", isRowHeader: true, cell: (one) => <bdi className="broken">{one.who}</bdi>, minWidth: 170 },
        { id: "what", header: "What", cell: (one) => `${eventWords(one.event)}, ${times(one)}${ending(one) && ` (${ending(one)})`}`, minWidth: 180 },
        { id: "first", header: "First", cell: (one) => moment(one.first_at, zone), minWidth: 150 },
        { id: "last", header: "Last", cell: (one) => (one.count === 1 ? "–" : moment(one.last_at, zone)), minWidth: 150 },
      ]}
    />
  );
}
