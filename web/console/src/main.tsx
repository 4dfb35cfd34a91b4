/** Opens the console: the city's settings, the session, then the notice or the app. */
import Alert from "@cloudscape-design/components/alert";
import Spinner from "@cloudscape-design/components/spinner";
import { readConfig } from "@open-rtcc/shared/config";
import { Session } from "@open-rtcc/shared/session";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Console } from "./console";
import "./console.css";

async function open(): Promise<void> {
  const page = document.getElementById("page");
  if (!page) return;
  const root = createRoot(page);
  root.render(<main className="gate gate--plain"><Spinner size="large" /> Opening the console…</main>);
  try {
    const config = await readConfig();
    const session = new Session(config.sign_in);
    let why = "";
    const signedIn = await session.open().catch(() => {
      why = "The sign-in was not completed. Please sign in again.";
      return false;
    });
    root.render(<StrictMode><Console config={config} session={session} signedIn={signedIn} why={why} /></StrictMode>);
  } catch {
    const words = "The console cannot reach the city's service. Check your connection and reload this page.";
    root.render(<main className="gate gate--plain"><Alert type="error">{words}</Alert></main>);
  }
}

void open();
