// TLS in front of a server that has none: what comes in is handed on without it.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { createServer, type TLSSocket } from "node:tls";

export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

export async function openTlsFront(
  files: { readonly cert: string; readonly key: string },
  behind: { readonly host: string; readonly port: number },
): Promise<TlsFront> {
  const open = new Set<TLSSocket>();
  const server = createServer({ cert: readFileSync(files.cert), key: readFileSync(files.key) }, (socket) => {
    open.add(socket);
    const inner = connect(behind.port, behind.host);
    socket.on("error", () => inner.destroy()).on("close", () => open.delete(socket));
    inner.on("error", () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  });
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
