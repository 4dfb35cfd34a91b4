/** The link's token: out of the address bar at once, in this tab only, gone with it. */
const place = "rtcc.my";
let held = "";

/** The token that the link brought, or the one of this tab. */
export function recall(): string {
  const brought = location.hash.slice(1);
  if (/^[\w.~-]{16,}$/.test(brought)) {
    // The address would stay in the history, and on the screen.
    history.replaceState(null, "", location.pathname + location.search);
    keep(brought);
  }
  return (held ||= kept());
}

function kept(): string {
  try {
    return sessionStorage.getItem(place) ?? "";
  } catch {
    return "";
  }
}

function keep(token: string): void {
  held = token;
  try {
    sessionStorage.setItem(place, token);
  } catch {
    // A reload then asks for a new link: no harm.
  }
}

export function forget(): void {
  held = "";
  try {
    sessionStorage.removeItem(place);
  } catch {
    // Nothing was kept.
  }
}
