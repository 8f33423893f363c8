// The client of an API, opened with the first call: only then is it known where the API is.

import type { Record as Note } from "../../../core/index.ts";
import { type Client, createClient } from "../http/client.ts";
import type { HttpSettings } from "../http/options.ts";
import type { Outside } from "../http/outside.ts";

export interface Connection {
  client(home: string): Promise<Client>;
  close(): Promise<void>;
}

export function connect(name: string, settings: HttpSettings, record: Note, outside?: Outside): Connection {
  let opened: Promise<Client> | undefined;
  return {
    client: (home) => (opened ??= createClient(name, home, settings, { record, outside })),
    close: async () => {
      const client = await opened;
      await client?.close();
    },
  };
}
