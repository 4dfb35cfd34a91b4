/** Checking the whole record: every line, every chain, against the sealed log. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import type { Verification } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { moment } from "../shared/words";

export function CustodyPage() {
  const { api, may } = useDesk();
  const [state, setState] = useState<{ checking: boolean; result: Verification | null; fault: unknown }>({
    checking: false, result: null, fault: null,
  });
  if (!may("custody.verify")) return <Box variant="p">Your role does not check the custody record.</Box>;
  const check = async (): Promise<void> => {
    setState({ checking: true, result: null, fault: null });
    try {
      setState({ checking: false, result: await api.verify(), fault: null });
    } catch (fault) {
      setState({ checking: false, result: null, fault });
    }
  };
  const button = (
    <Button variant="primary" loading={state.checking} onClick={() => void check()}>Verify the record</Button>
  );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" actions={button}
        description="Computes every hash again and compares each line with the sealed log.">
        Custody check
      </Header>
      {Boolean(state.fault) && <Fault fault={state.fault} />}
      {state.result && <Result result={state.result} />}
    </SpaceBetween>
  );
}

function Result({ result }: { result: Verification }) {
  const { config } = useDesk();
  const words = result.holds
    ? "Every line is as it was written."
    : "The record was changed or is incomplete. Do not release evidence; tell the administrator.";
  return (
    <SpaceBetween size="l">
      <Alert type={result.holds ? "success" : "error"} header={result.holds ? "The record holds" : "The record does not hold"}>
        {words}
      </Alert>
      <Container>
        <KeyValuePairs columns={4} minColumnWidth={130} items={[
          { label: "Lines", value: result.lines },
          { label: "Subjects", value: result.subjects },
          { label: "Lines in the sealed log", value: result.log_size },
          { label: "Not sealed yet", value: result.unsealed ?? 0 },
          { label: "Checked", value: moment(result.checked_at, config.city.zone) },
        ]} />
      </Container>
      {result.faults.length > 0 && (
        <Table
          header={<Header variant="h2" counter={`(${result.faults.length})`}>Faults</Header>}
          items={result.faults}
          wrapLines
          ariaLabels={{ tableLabel: "Faults" }}
          columnDefinitions={[
            { id: "subject", header: "Subject", isRowHeader: true, cell: (one) => <span className="digest">{one.subject}</span> },
            { id: "seq", header: "Line", cell: (one) => one.seq, width: 90 },
            { id: "what", header: "What is wrong", cell: (one) => one.what },
          ]}
        />
      )}
    </SpaceBetween>
  );
}
