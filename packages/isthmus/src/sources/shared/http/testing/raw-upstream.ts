// A local TCP server that writes whatever a test says, HTTP or not.

import { createServer, type AddressInfo, type Socket } from "node:net";

export interface RawUpstream {
  readonly origin: string;
  readonly port: number;
  /** Requests whose head has arrived. */
  readonly seen: number;
  close(): Promise<void>;
}

export async function openRawUpstream(answer: (socket: Socket, count: number) => void): Promise<RawUpstream> {
  const sockets = new Set<Socket>();
  let seen = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    let head = "";
    socket.on("data", (chunk: Buffer) => {
      head += chunk.toString("latin1");
      if (!head.includes("\r\n\r\n")) return;
      head = "";
      answer(socket, ++seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    get seen() {
      return seen;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
