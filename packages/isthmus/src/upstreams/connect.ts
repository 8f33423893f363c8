// Opens connections to instances: the only file that needs the HTTP library when it runs. An instance's address is the
// operator's word, private or not; no redirect is followed, so that nothing else is ever called.

import { revealed } from "../core/secret.ts";
import type { Dispatcher } from "undici";
import type { UpstreamTls } from "../core/routes-configuration.ts";
import type { Ask } from "./probe.ts";
import type { Settings } from "./settings.ts";

export interface Connections {
  pool(origin: string): Dispatcher;
  readonly ask: Ask;
  close(): Promise<void>;
}

/**
 * Milliseconds an unused connection is kept where the service says nothing: some close theirs after two seconds, and what is
 * sent at that moment is lost.
 */
const idle = 1_500;

export async function openConnections(settings: Settings, tls: UpstreamTls | undefined): Promise<Connections> {
  const undici = await import("undici");
  const connect = { timeout: settings.timeout.connect, ...(tls === undefined ? {} : certificates(tls)) };
  // What is quiet or late is for this folder to find, which looks at all requests at once.
  const common = {
    keepAliveTimeout: idle,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 65_536,
    connect,
  };
  const pools: Dispatcher[] = [];
  const opened = <T extends Dispatcher>(pool: T): T => {
    pools.push(pool);
    return pool;
  };
  const prober = opened(new undici.Agent({ ...common, connections: 1, pipelining: 1 }));
  return {
    // Two requests on one connection would share its fate, and the slower its time.
    pool: (origin) => opened(new undici.Pool(origin, { ...common, connections: settings.connections, pipelining: 1 })),
    async ask(origin, path, timeout) {
      const { statusCode, body } = await undici.request(origin + path, {
        dispatcher: prober,
        headers: { "user-agent": "isthmus" },
        signal: AbortSignal.timeout(timeout),
      });
      await body.dump();
      return statusCode;
    },
    close: async () => void (await Promise.all(pools.map((pool) => pool.destroy()))),
  };
}

function certificates({ ca, cert, key, name }: UpstreamTls) {
  return {
    minVersion: "TLSv1.2" as const,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key: revealed(key) }),
    ...(name === undefined ? {} : { servername: name }),
  };
}
