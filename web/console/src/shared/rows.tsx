/** A table, which on a phone has one column with all of it: nothing has to be pushed aside to be read. */
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useNarrow } from "./narrow";

type Columns<T> = readonly TableProps.ColumnDefinition<T>[];

export function Rows<T>({ columnDefinitions, ...rest }: TableProps<T>) {
  const columns = useNarrow() ? stacked(columnDefinitions) : columnDefinitions;
  return <Table {...rest} columnDefinitions={columns} />;
}

function stacked<T>(columns: Columns<T>): Columns<T> {
  const [first, ...rest] = columns;
  if (!first) return columns;
  const cell = (item: T) => (
    <div className="stacked">
      <div>{first.cell(item)}</div>
      {rest.map((column) => (
        <div key={column.id}>
          <span className="stacked__name">{column.header}</span> {column.cell(item)}
        </div>
      ))}
    </div>
  );
  return [{ id: "stacked", header: first.header, isRowHeader: true, cell }];
}
