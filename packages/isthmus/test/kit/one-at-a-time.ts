// A door to a MongoDB server that lets one command through at a time, whoever sends it. A server that does not keep apart
// what two commands do to one document becomes one that does, as MongoDB is; what stands between two commands of ours
// stays open to others.

import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface Door {
  /** For `mongodb:` addresses. */
  readonly port: number;
  close(): Promise<void>;
}

/** @param to Where the server is. @param seen Each message of a caller. */
export async function openOneAtATime(
  to: { readonly host: string; readonly port: number },
  seen: (message: Buffer) => void = () => undefined,
): Promise<Door> {
  const open = new Set<Socket>();
  let before: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): void => {
    before = before.then(work).catch(() => undefined);
  };
  const door = createServer((caller) => {
    const server = connect(to.port, to.host);
    for (const socket of [caller, server]) {
      open.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        open.delete(socket);
        caller.destroy();
        server.destroy();
      });
    }
    const answers: (() => void)[] = [];
    server.once("close", () => {
      for (const answer of answers.splice(0)) answer();
    });
    eachMessage(server, (message) => {
      caller.write(message);
      answers.shift()?.();
    });
    eachMessage(caller, (message) => {
      inTurn(async () => {
        if (caller.destroyed || server.destroyed) return;
        const answered = new Promise<void>((resolve) => {
          answers.push(resolve);
        });
        seen(message);
        server.write(message);
        await answered;
      });
    });
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  return {
    port: (door.address() as { readonly port: number }).port,
    close: async () => {
      for (const socket of open) socket.destroy();
      const closed = once(door, "close");
      door.close();
      await closed;
    },
  };
}

/** Each of MongoDB's messages begins with its length. */
function eachMessage(socket: Socket, take: (message: Buffer) => void): void {
  let held = Buffer.alloc(0);
  socket.on("data", (some: Buffer) => {
    held = Buffer.concat([held, some]);
    while (held.length >= 4) {
      const length = held.readInt32LE(0);
      if (held.length < length) return;
      take(held.subarray(0, length));
      held = held.subarray(length);
    }
  });
}
