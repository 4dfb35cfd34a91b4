/** Collects the parts that are ready and asks for their signed addresses together, twenty at most in one call. */
import { call, type PartDigest, type PartUrl } from "../shared/api";

interface Waiting {
  part: PartDigest;
  give: (url: PartUrl) => void;
  refuse: (fault: unknown) => void;
}

export class Desk {
  private waiting: Waiting[] = [];

  constructor(
    private readonly token: string,
    private readonly fileId: string,
  ) {}

  address(part: PartDigest): Promise<PartUrl> {
    if (!this.waiting.length) setTimeout(() => void this.ask(), 15);
    return new Promise((give, refuse) => this.waiting.push({ part, give, refuse }));
  }

  private async ask(): Promise<void> {
    const now = this.waiting.splice(0, 20);
    if (this.waiting.length) setTimeout(() => void this.ask(), 0);
    try {
      const path = `/request/files/${encodeURIComponent(this.fileId)}/parts`;
      const body = { parts: now.map(({ part }) => part) };
      const { urls } = await call<{ urls: PartUrl[] }>("POST", path, body, this.token);
      for (const { part, give, refuse } of now) {
        const url = urls.find((one) => one.number === part.number);
        if (url) give(url);
        else refuse(new Error("no address"));
      }
    } catch (fault) {
      now.forEach(({ refuse }) => refuse(fault));
    }
  }
}
