// Which addresses and names mean this very machine.

/** Whether only this machine can reach a listener on the address. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return name === "localhost" || name.endsWith(".localhost") || name === "::1" || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/** Whether a `Host` header, with or without a port, names this machine. */
export function isLoopbackAuthority(authority: string): boolean {
  return isLoopback(authority.replace(/:\d*$/, ""));
}

/** Whether a web page of this origin was served by this machine. */
export function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && /^https?:/.test(origin) && isLoopback(new URL(origin).hostname);
}
