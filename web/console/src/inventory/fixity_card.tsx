/** How far the digests of all items were computed again, and which ones differ. */
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import { moment, size } from "../shared/words";

export function FixityCard() {
  const { api, config } = useDesk();
  const { value, fault, again } = useLoad("fixity", api.inventory.fixity);
  if (fault && !value) return <Fault fault={fault} again={again} />;
  if (!value) return null;
  const words = "Every hour some of the evidence is read to its last byte and its digest computed again, what was not read longest first.";
  return (
    <Container header={<Header variant="h2" description={words}>Fixity</Header>}>
      <SpaceBetween size="m">
        {value.differs.length > 0 && (
          <Alert type="error" header="These bytes are not what was admitted">
            <ul className="flags">{value.differs.map(({ id }) => <li key={id}><Link href={href.item(id)}>{id}</Link></li>)}</ul>
          </Alert>
        )}
        <KeyValuePairs columns={4} minColumnWidth={150} items={[
          { label: "Checked in the last 30 days", value: `${value.checked_30_days.toLocaleString("en-US")} of ${value.items.toLocaleString("en-US")}` },
          { label: "Never checked yet", value: value.never_checked.toLocaleString("en-US") },
          { label: "Oldest check", value: value.oldest_checked_at ? moment(value.oldest_checked_at, config.city.zone) : "–" },
          { label: "Read", value: size(value.bytes_checked) },
        ]} />
      </SpaceBetween>
    </Container>
  );
}
