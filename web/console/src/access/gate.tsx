/** What everybody must read and acknowledge before signing in (CJIS AC-8). */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";

interface GateProps {
  agency: string;
  why: string;
  enter: () => void;
}

export function Gate({ agency, why, enter }: GateProps) {
  return (
    <main className="gate">
      <SpaceBetween size="l">
        {why && <Alert type="info">{why}</Alert>}
        <Container header={<Header variant="h1">You are entering a restricted information system</Header>}>
          <SpaceBetween size="m">
            <Box>
              This is the Real Time Crime Center console of the <b>{agency}</b>. It may be used only by people whom the
              agency has authorized, and only for official work.
            </Box>
            <ul>
              <li>Every use is recorded and may be monitored and audited, refusals included.</li>
              <li>Unauthorized use is prohibited and may bring criminal or civil penalties.</li>
              <li>By continuing you consent to the monitoring and recording of your use.</li>
            </ul>
            <Button variant="primary" onClick={enter}>
              I understand, continue to sign in
            </Button>
          </SpaceBetween>
        </Container>
      </SpaceBetween>
    </main>
  );
}
