/** Either the notice at the door, or the desk of the person who is signed in. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import type { Config } from "@open-rtcc/shared/config";
import { Door } from "@open-rtcc/shared/door";
import type { Session } from "@open-rtcc/shared/session";
import { useCallback, useMemo, useState } from "react";
import { Gate } from "./access/gate";
import { useIdle } from "./access/idle";
import { Layout } from "./layout";
import { Api, Problem } from "./shared/api";
import { Fault } from "./shared/fault";
import { useLoad } from "./shared/load";
import { trouble } from "./shared/words";

interface ConsoleProps {
  config: Config;
  session: Session;
  signedIn: boolean;
  why: string;
}

export function Console({ config, session, signedIn, why }: ConsoleProps) {
  const [inside, setInside] = useState(signedIn);
  const [reason, setReason] = useState(why);
  const leave = useCallback((words: string) => {
    void session.forget();
    setReason(words);
    setInside(false);
  }, [session]);
  const enter = (): void => {
    session.signIn().catch((fault: unknown) => setReason(trouble(fault)));
  };
  if (!inside) return <Gate agency={config.city.agency} why={reason} enter={enter} />;
  return <Inside config={config} session={session} leave={leave} />;
}

interface InsideProps {
  config: Config;
  session: Session;
  leave: (words: string) => void;
}

function Inside({ config, session, leave }: InsideProps) {
  const api = useMemo(() => {
    const expired = (): void => leave("Your session has ended. Sign in again.");
    return new Api(new Door(config.api.console, { token: () => session.token(), expired }));
  }, [config, session, leave]);
  // Through the sign-in page, or its own cookie would let the next person in without password and code (AC-11).
  const lock = useCallback(() => void session.signOut(), [session]);
  const { warned, stay } = useIdle(lock);
  const me = useLoad("me", api.me);
  const out = (): void => void session.signOut();
  if (me.fault instanceof Problem && me.fault.status === 403) return <NotLetIn out={out} />;
  if (!me.value) {
    const wait = <Box textAlign="center"><Spinner size="large" /> Signing in…</Box>;
    return <main className="gate gate--plain">{me.fault ? <Fault fault={me.fault} again={me.again} /> : wait}</main>;
  }
  return (
    <>
      <Layout config={config} api={api} me={me.value} signOut={out} />
      <StillThere visible={warned} stay={stay} />
    </>
  );
}

function NotLetIn({ out }: { out: () => void }) {
  return (
    <main className="gate gate--plain">
      <Alert type="warning" header="You may not use the console" action={<Button onClick={out}>Sign out</Button>}>
        Your sign-in worked, but no administrator has let you in, or your access is suspended.
      </Alert>
    </main>
  );
}

function StillThere({ visible, stay }: { visible: boolean; stay: () => void }) {
  return (
    <Modal
      visible={visible}
      onDismiss={stay}
      closeAriaLabel="Stay signed in"
      header="Are you still there?"
      footer={<Button variant="primary" onClick={stay}>Stay signed in</Button>}
    >
      <SpaceBetween size="s">
        <span>The console locks after 30 minutes without activity. You will be signed out in less than two minutes.</span>
      </SpaceBetween>
    </Modal>
  );
}
