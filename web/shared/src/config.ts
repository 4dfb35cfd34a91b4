/** What this city's site says about itself in /config.json. */
export interface SignIn {
  authorize_url: string;
  token_url: string;
  logout_url: string;
  client_id: string;
  redirect_uri: string;
}
export interface Config {
  city: {
    name: string;
    agency: string;
    phone: string;
    zone: string;
    center: [number, number];
    bounds: [south: number, west: number, north: number, east: number];
  };
  api: { citizen: string; console: string; owner: string; agency: string };
  sign_in: SignIn;
  sign_in_owner: SignIn;
  sign_in_agency: SignIn;
  basemap: { style_url: string };
  at_home: boolean;
}

export async function readConfig(): Promise<Config> {
  const answer = await fetch("/config.json", { cache: "no-store" });
  if (!answer.ok) throw new Error("no config");
  return (await answer.json()) as Config;
}
