/** The few calls that one file needs besides its parts. */
import { call, type Begun, type Receipt, type Told } from "../shared/api";

const path = (id: string): string => `/request/files/${encodeURIComponent(id)}`;

export const beginFile = (token: string, file: Told & { key: string; name: string; bytes: number }): Promise<Begun> =>
  call<Begun>("POST", "/request/files", file, token);

export const lookAtFile = (token: string, id: string): Promise<Begun> => call<Begun>("GET", path(id), undefined, token);

export const finishFile = (token: string, id: string, sha256: string): Promise<Receipt> =>
  call<Receipt>("POST", `${path(id)}/finish`, { sha256 }, token);
