// Headers that are about one connection, and go no further than it (RFC 9110, section 7.6.1).

const always: ReadonlySet<string> = new Set([
  ...["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"],
  ...["proxy-authenticate", "proxy-authorization", "proxy-authentication-info", "http2-settings", "expect"],
]);

/** Where a message ends, and whom it is for: whatever `Connection` says, these are not for it to take away. */
const kept: ReadonlySet<string> = new Set(["content-length", "host"]);

export type HopByHop = (name: string) => boolean;

/** @param connection The message's `Connection`, whose words are names of further headers of that kind. */
export function hopByHop(connection: string | undefined): HopByHop {
  if (connection === undefined || usual.test(connection)) return isAlways;
  const named = new Set(connection.split(",").map((word) => word.trim().toLowerCase()));
  return (name) => always.has(name) || (named.has(name) && !kept.has(name));
}

const usual = /^(?:keep-alive|close)$/i;
const isAlways: HopByHop = (name) => always.has(name);
