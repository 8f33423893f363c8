// A server in a process of its own, for tests that send it signals. Prints its port; answers after a moment.

import { setTimeout as sleep } from "node:timers/promises";
import { createHttpServer, stopOnSignal } from "../../src/server/http/index.ts";

const delay = Number(process.argv[2]);
const server = await createHttpServer({
  port: 0,
  mounts: [
    {
      path: "/api",
      interface: {
        name: "slow",
        parse: () => ({ questions: [], transaction: "none", context: undefined }),
        render: () => ({ status: 200, headers: {}, body: null }),
        refuse: () => ({ status: 500, headers: {}, body: null }),
      },
    },
  ],
  serve: async () => {
    await sleep(delay);
    return { status: 200, headers: {}, body: "ok" };
  },
  record: () => {},
  sources: () => [],
  admin: false,
});
const { address } = await server.listen();
stopOnSignal({ stop: () => server.close(), say: (message) => void process.stderr.write(`${message}\n`) });
process.stdout.write(`${new URL(address).port}\n`);
