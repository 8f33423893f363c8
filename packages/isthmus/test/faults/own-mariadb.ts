// A MariaDB of the test's own, which it may start again with other certificates, always with the same data on the same port.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface OwnMariadb {
  readonly url: string;
  /** Starts it again with the files of a certificate, or without TLS. */
  tls(files: { readonly cert: string; readonly key: string } | null): Promise<void>;
  /** Ends it, and removes its data. */
  close(): Promise<void>;
}

export async function openOwnMariadb(): Promise<OwnMariadb> {
  const keeper = spawn(process.execPath, [fileURLToPath(new URL("../kit/mariadb-keeper.ts", import.meta.url))], {
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
  });
  const lines = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the test's MariaDB ended");
    return value as string;
  };
  const { url } = JSON.parse(await nextLine()) as { readonly url: string };
  return {
    url,
    tls: async (files) => {
      keeper.stdin.write(`tls ${JSON.stringify(files)}\n`);
      await nextLine();
    },
    close: async () => {
      const ended = once(keeper, "exit");
      keeper.stdin.end();
      await ended;
    },
  };
}
