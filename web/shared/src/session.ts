/** Who is signed in: authorization code with PKCE, tokens in this tab only, gone after half an hour without a hand. */
import { UserManager, WebStorageStateStore, type User } from "oidc-client-ts";
import type { SignIn } from "./config";

const storage = (): WebStorageStateStore => new WebStorageStateStore({ store: sessionStorage, prefix: "rtcc." });

export class Session {
  private readonly manager: UserManager;
  private user: User | null = null;

  constructor(private readonly settings: SignIn) {
    const { authorize_url, token_url, client_id, redirect_uri } = settings;
    this.manager = new UserManager({
      authority: location.origin,
      // Given by the city: no discovery document is fetched from anywhere.
      metadata: { issuer: location.origin, authorization_endpoint: authorize_url, token_endpoint: token_url },
      client_id,
      redirect_uri,
      response_type: "code",
      scope: "openid",
      userStore: storage(),
      stateStore: storage(),
      automaticSilentRenew: false,
      monitorSession: false,
    });
  }

  /** Take up a session: the one of this tab, or the one that the sign-in page has just sent back. */
  async open(): Promise<boolean> {
    const back = new URLSearchParams(location.search);
    if (back.has("code") || back.has("error")) await this.takeUp();
    else this.user = await this.manager.getUser();
    if (this.user && (this.user.expired || !this.user.id_token)) await this.forget();
    return this.user !== null;
  }

  private async takeUp(): Promise<void> {
    try {
      this.user = await this.manager.signinRedirectCallback();
    } finally {
      // The code is spent; it must not stay in the address bar or in the history.
      const where = typeof this.user?.state === "string" ? this.user.state : "";
      history.replaceState(null, "", `${location.pathname}${where}`);
    }
  }

  token(): string {
    return this.user?.id_token ?? "";
  }

  async signIn(): Promise<void> {
    await this.manager.signinRedirect({ state: location.hash });
  }

  async forget(): Promise<void> {
    this.user = null;
    await this.manager.removeUser();
  }

  async signOut(): Promise<void> {
    await this.forget();
    const { logout_url, client_id, redirect_uri } = this.settings;
    const to = new URL(logout_url);
    to.searchParams.set("client_id", client_id);
    to.searchParams.set("logout_uri", redirect_uri);
    location.assign(to);
  }
}
