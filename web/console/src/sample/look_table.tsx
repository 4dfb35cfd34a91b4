/** The looks that were drawn of one day: who, when, at what, for which call; and what was found. */
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useDesk } from "../shared/context";
import { href } from "../shared/route";
import { Rows } from "../shared/rows";
import { moment, sentence } from "../shared/words";
import type { Look } from "./api";
import { Verdict } from "./verdict";
import { after, askedWords, distance, lookWords } from "./words";

export function LookTable({ looks, loading, empty, done }: { looks: Look[]; loading: boolean; empty: string; done: () => void }) {
  const { zone } = useDesk().config.city;
  return (
    <Rows
      header={<Header variant="h2" counter={`(${looks.length})`}>Drawn looks</Header>}
      items={looks}
      loading={loading}
      loadingText="Reading the sample"
      trackBy="id"
      empty={empty}
      wrapLines
      ariaLabels={{ tableLabel: "Drawn looks" }}
      columnDefinitions={[
        {
          id: "who", header: "Who and when", isRowHeader: true, minWidth: 150,
          cell: ({ badge, role, at }) => <><div>{`Badge ${badge}, ${sentence(role).toLowerCase()}`}</div><div>{moment(at, zone)}</div></>,
        },
        { id: "what", header: "What", minWidth: 190, cell: (look) => <What of={look} zone={zone} /> },
        { id: "call", header: "For which call", minWidth: 190, cell: (look) => <Call of={look} /> },
        { id: "finding", header: "Finding", minWidth: 250, cell: (look) => <Verdict of={look} done={done} /> },
      ]}
    />
  );
}

function What({ of: look, zone }: { of: Look; zone: string }) {
  const isCamera = look.subject.startsWith("cam_");
  return (
    <>
      <div>{lookWords(look.event)}</div>
      {look.camera && <div><bdi>{look.camera}</bdi></div>}
      {look.camera_address && <Box color="text-body-secondary"><bdi>{look.camera_address}</bdi></Box>}
      {isCamera && !look.camera && <Box color="text-body-secondary">{`A camera that is not shared anymore (${look.subject})`}</Box>}
      {look.subject.startsWith("evi_") && <Link href={href.item(look.subject)}>{look.subject}</Link>}
      {askedWords(look.asked, zone).map((words) => <Box key={words} color="text-body-secondary"><span className="broken">{words}</span></Box>)}
    </>
  );
}

function Call({ of: look }: { of: Look }) {
  if (!look.call_id) {
    const words = look.reason ? `No call has the number ${look.reason}: it may be that of a case` : "No call was named";
    return <StatusIndicator type="warning">{words}</StatusIndicator>;
  }
  return (
    <>
      <div><Link href={href.incident(look.call_id)}>{look.reason}</Link>, <bdi>{look.call_kind}</bdi></div>
      <div><bdi>{look.call_address}</bdi></div>
      <Box color="text-body-secondary">{after(look)}</Box>
      {look.distance_m !== undefined && look.distance_m !== null && <Box color="text-body-secondary">{distance(look.distance_m)}</Box>}
    </>
  );
}
