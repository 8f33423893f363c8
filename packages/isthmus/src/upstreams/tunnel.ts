// Two connections that have become one: after an upgrade, whatever comes from one side goes to the other.

import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

export type Tunnels = Set<() => void>;

export interface Joining {
  readonly protocol: string;
  /** The caller's. */
  readonly socket: Duplex;
  /** What he has sent already. */
  readonly head: Buffer;
  readonly response: ServerResponse;
  /** The service's. */
  readonly other: Duplex;
  /** Names and values in turn, without those of the upgrade itself. */
  readonly headers: readonly string[];
  /** Milliseconds without a byte after which it is cut. */
  readonly quiet: number;
  readonly tunnels: Tunnels;
}

export function joinSockets({ protocol, socket, head, response, other, headers, quiet, tunnels }: Joining): void {
  response.detachSocket(socket as Socket);
  let text = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n`;
  for (let at = 0; at < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  const end = (): void => {
    tunnels.delete(end);
    socket.destroy();
    other.destroy();
  };
  tunnels.add(end);
  for (const side of [socket, other]) {
    side.on("error", end).on("close", end);
    (side as Socket).setNoDelay?.(true);
  }
  (socket as Socket).setTimeout(quiet, end);
  socket.write(`${text}\r\n`, "latin1");
  if (head.length > 0) other.write(head);
  socket.pipe(other);
  other.pipe(socket);
}
