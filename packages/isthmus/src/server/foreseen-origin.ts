// Where the server will be found, as far as that is known before it listens.

import type { Configuration } from "../core/index.ts";

/** The public origin, as far as it is known before the server listens. */
export function foreseenOrigin({ server = {} }: Configuration): string | undefined {
  if (server.origin !== undefined) return server.origin;
  const { host = "127.0.0.1", port = 4000 } = server;
  if (port === 0) return undefined;
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http${server.tls === undefined ? "" : "s"}://${name}:${port}`;
}
