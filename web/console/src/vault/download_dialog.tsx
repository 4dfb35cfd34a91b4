/** No copy leaves the vault without a reason, and the reason is written down. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Link from "@cloudscape-design/components/link";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Item } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { clock } from "../shared/words";

interface DownloadDialogProps {
  item: Item;
  close: () => void;
  done: () => void;
}

export function DownloadDialog({ item, close, done }: DownloadDialogProps) {
  const { api, config } = useDesk();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [link, setLink] = useState<{ url: string; expires_at: string } | null>(null);
  const ask = async (): Promise<void> => {
    setMissing(!reason.trim());
    if (!reason.trim()) return;
    try {
      setFault(null);
      setLink(await api.download(item.id, reason.trim()));
      done();
    } catch (trouble) {
      setFault(trouble);
    }
  };
  const buttons = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={close}>{link ? "Close" : "Cancel"}</Button>
        {!link && <Button variant="primary" onClick={() => void ask()}>Get the link</Button>}
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible onDismiss={close} closeAriaLabel="Close" header={`Download ${item.name}`} footer={buttons}>
      <SpaceBetween size="m">
        <FormField label="Reason" description="The number of the case or call. It is written into the custody record with your name."
          errorText={missing ? "Write why you need the file." : ""}>
          <Input value={reason} disabled={Boolean(link)} autoFocus ariaRequired
            onChange={({ detail }) => setReason(detail.value)} />
        </FormField>
        {Boolean(fault) && <Fault fault={fault} />}
        {link && (
          <span>
            <Link href={link.url} external={false} rel="noreferrer">Download the file</Link>
            {` The link works until ${clock(link.expires_at, config.city.zone)}.`}
          </span>
        )}
      </SpaceBetween>
    </Modal>
  );
}
