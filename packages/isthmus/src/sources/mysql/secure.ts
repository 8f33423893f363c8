// TLS for a connection of the driver. Its own looks at the name in the certificate in another way for addresses in
// numbers than for others, and tells of what was wrong without a code: here Node's own checks are all there is.

import { isIP, type Socket } from "node:net";
import { connect } from "node:tls";
import { explainedTls, socketTls } from "../shared/tls/connection.ts";
import type { Tls } from "../shared/tls/options.ts";

/** What is used of the driver's inside; pinned to the exact version in package.json. */
interface Inside {
  stream: Socket;
  startTLS: (done: (fault?: Error) => void) => void;
  readonly packetParser: { execute(bytes: Buffer): void };
  _handleNetworkError(fault: Error): void;
}

/**
 * Gives what is to be done to a connection of the driver before the server has said its first word.
 *
 * @throws Error where a file of the configuration cannot be read.
 */
export function securing(tls: Tls, host: string): (client: unknown) => void {
  const how = { ...(isIP(host) === 0 ? { servername: host } : {}), ...socketTls(tls), host };
  return (client) => {
    const inside = client as Inside;
    inside.startTLS = (done) => {
      const plain = inside.stream;
      plain.removeAllListeners("data");
      let established = false;
      const socket = connect({ ...how, socket: plain }, () => {
        established = true;
        done();
      });
      socket.on("error", (fault) => {
        if (established) inside._handleNetworkError(fault);
        else done(explainedTls(fault) as Error);
      });
      socket.on("data", (bytes) => inside.packetParser.execute(bytes));
      inside.stream = socket;
    };
  };
}
