// Where somebody was going when he was asked to sign in.

/** A path of this shop; nothing else, whatever the address says. */
export function returnTo(parameters: URLSearchParams): string {
  const to = parameters.get("to") ?? "";
  return /^\/(?![/\\])/.test(to) ? to : "/account";
}

export function signInPath(to: string): string {
  return `/sign-in?${new URLSearchParams({ to })}`;
}
