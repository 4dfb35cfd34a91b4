/** The kinds of case of a schedule: how long each is kept, and by which rule. */
import type { ReactNode } from "react";
import type { Kind } from "./api";
import { lasting } from "./words";
import { Rows } from "../shared/rows";

export function KindTable({ kinds, header }: { kinds: Kind[]; header: ReactNode }) {
  return (
    <Rows
      header={header}
      items={kinds}
      trackBy="kind"
      wrapLines
      empty="The schedule names no kind of case: everything is kept."
      ariaLabels={{ tableLabel: "Kinds of case" }}
      columnDefinitions={[
        { id: "title", header: "Kind of case", isRowHeader: true, cell: (one) => <bdi>{one.title}</bdi>, minWidth: 190 },
        { id: "days", header: "Kept", cell: (one) => lasting(one.days), minWidth: 110 },
        { id: "authority", header: "By", cell: (one) => <bdi>{one.authority}</bdi>, minWidth: 220 },
      ]}
    />
  );
}
