/** Which page stands at which address. */
import { ReviewsPage } from "./canvass/reviews_page";
import { CustodyPage } from "./custody/custody_page";
import { CallsPage } from "./incidents/calls_page";
import { IncidentPage } from "./incidents/incident_page";
import type { OpenCalls } from "./incidents/open_calls";
import { AskInquiryPage } from "./inquiries/ask_page";
import { InquiriesPage } from "./inquiries/inquiries_page";
import { InquiryPage } from "./inquiries/inquiry_page";
import { InventoryPage } from "./inventory/inventory_page";
import { PeoplePage } from "./inventory/people";
import { TracePage } from "./inventory/trace_page";
import { AskPage } from "./release/ask_page";
import { ReleasePage } from "./release/release_page";
import { ReleasesPage } from "./release/releases_page";
import { DisposalPage } from "./retention/disposal_page";
import { DisposalsPage } from "./retention/disposals_page";
import { GlassPage } from "./retention/glass_page";
import { SchedulesPage } from "./retention/schedules_page";
import { SamplePage } from "./sample/sample_page";
import { Fault } from "./shared/fault";
import type { Route } from "./shared/route";
import { EvidencePage } from "./vault/evidence_page";
import { ItemPage } from "./vault/item_page";

export function Page({ route, calls }: { route: Route; calls: OpenCalls }) {
  if (route.page === "calls") return <CallsPage calls={calls} />;
  if (route.page === "incident") return <IncidentPage key={route.id} id={route.id} />;
  if (route.page === "evidence") return <EvidencePage />;
  if (route.page === "item") return <ItemPage key={route.id} id={route.id} />;
  if (route.page === "reviews") return <ReviewsPage />;
  if (route.page === "inquiries") return <InquiriesPage />;
  if (route.page === "askInquiry") return <AskInquiryPage />;
  if (route.page === "inquiry") return <InquiryPage key={route.id} id={route.id} />;
  if (route.page === "releases") return <ReleasesPage />;
  if (route.page === "askRelease") return <AskPage />;
  if (route.page === "release") return <ReleasePage key={route.id} id={route.id} />;
  if (route.page === "schedules") return <SchedulesPage />;
  if (route.page === "disposals") return <DisposalsPage />;
  if (route.page === "disposal") return <DisposalPage key={route.id} id={route.id} />;
  if (route.page === "inventory") return <InventoryPage />;
  if (route.page === "trace") return <TracePage key={route.digest} digest={route.digest} />;
  if (route.page === "people") return <PeoplePage key={route.id} id={route.id} />;
  if (route.page === "glass") return <GlassPage />;
  if (route.page === "sample") return <SamplePage />;
  if (route.page === "custody") return <CustodyPage />;
  return <Fault fault={new Error("unknown page")} />;
}
