// A server whose third parties are connectors, all answered by their simulators: what a site in `isthmus dev --sandbox` is.

import type { Configuration } from "../../src/core/index.ts";
import { serve } from "../../src/server/command/serve.ts";
import { createSandbox, type Sandbox } from "../../src/sources/shared/sandbox/sandbox.ts";

export interface Connected {
  readonly sandbox: Sandbox;
  /** Calls an operation of the source by POST, or reads by GET below `/api`. */
  call(operation: string, given?: object, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  read(path: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // A test says by its expectations what it takes the answer for.
  readonly body: Readonly<Record<string, unknown>>;
}

export async function openConnectors(sources: Configuration["sources"]): Promise<Connected> {
  const sandbox = createSandbox();
  const [first = ""] = Object.keys(sources);
  const { server } = await serve(
    {
      sources,
      roles: { anonymous: { "*": { read: true, call: true } } },
      functions: false,
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    },
    { development: true, thirdParties: { development: true, sandbox, all: true } },
  );
  const { api } = server.addresses;
  const asked = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${api}/${path}`, init);
    const text = await response.text();
    const json = text !== "" && response.headers.get("content-type")?.includes("json") === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json ? (JSON.parse(text) as Answer["body"]) : {},
    };
  };
  return {
    sandbox,
    call(operation, given = {}, headers = {}) {
      const [name, source] = operation.split(".", 2).toReversed();
      return asked(`rpc/${name}`, {
        method: "POST",
        body: JSON.stringify(given),
        headers: {
          "content-type": "application/json",
          // The first source goes by its own names.
          ...(source === undefined || source === first ? {} : { "content-profile": source }),
          ...headers,
        },
      });
    },
    read: (path) => asked(path, {}),
    close: () => server.stop(),
  };
}
