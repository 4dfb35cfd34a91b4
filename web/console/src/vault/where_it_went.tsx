/** To whom an item went: the releases that its own lines name, and how far each came. */
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Line } from "../shared/api";
import { useDesk } from "../shared/context";
import { href } from "../shared/route";
import { moment } from "../shared/words";
import { wayOut } from "./words";

export function WhereItWent({ lines }: { lines: Line[] }) {
  const { config, may } = useDesk();
  const ways = wayOut(lines);
  if (!ways.length) return null;
  return (
    <Container header={<Header variant="h2">Where it went</Header>}>
      <SpaceBetween size="xs">
        {ways.map(({ release, words, at }) => (
          <div key={release}>
            {may("release.read") ? <Link href={href.release(release)}>{words}</Link> : words}
            {`, ${moment(at, config.city.zone)}`}
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}
