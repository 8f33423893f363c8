// A server in front of other services for a test: the door with its routes, known callers, and plain services of Node's
// behind it. Everything is closed after the test.

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { createAuthenticator } from "../../src/identity/index.ts";
import type { Configuration, Observation, UpstreamOptions } from "../../src/core/index.ts";
import { gateOptions, openGate } from "../../src/server/gate.ts";
import type { HttpServerOptions } from "../../src/server/http/options.ts";
import { openRoutes } from "../../src/server/open-routes.ts";
import { routeFaults } from "../../src/server/route-faults.ts";
import { mirror, open, type OpenServer } from "./open-http.ts";

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

export interface OpenDoor extends OpenServer {
  readonly observed: readonly Observation[];
}

/** Secret of the tokens that callers show. */
export const callersSecret = "callers-secret-of-at-least-32-characters";

export async function openDoor(
  routes: Readonly<Record<string, UpstreamOptions>>,
  configuration: Omit<Configuration, "sources" | "routes"> = {},
  more: Partial<HttpServerOptions> = {},
): Promise<OpenDoor> {
  const whole: Configuration = { ...configuration, sources: {}, routes };
  const faults = routeFaults(whole);
  if (faults.length > 0) throw new Error(faults.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  const observed: Observation[] = [];
  const record = (observation: Observation): void => void observed.push(observation);
  const authenticator = createAuthenticator(whole.auth ?? {}, { roles: Object.keys(whole.roles ?? {}) });
  const gate = await openGate(whole, record);
  const opened = await openRoutes(whole, record, (credentials) => authenticator.authenticate(credentials));
  closing.push(
    () => gate.close(),
    async () => opened?.close(),
    () => authenticator.close(),
  );
  const server = await open(mirror, {
    ...gateOptions(whole, gate),
    ...(whole.server?.origin === undefined ? {} : { origin: whole.server.origin }),
    ...(whole.server?.cors === undefined ? {} : { cors: whole.server.cors }),
    routes: opened?.options,
    pages: opened?.pages ?? [],
    record,
    ...more,
  });
  // Ahead of what `open` closes by itself, so that nothing waits for services that are gone.
  closing.push(() => server.server.close());
  return { ...server, observed };
}

export interface Service {
  readonly origin: string;
  readonly port: number;
  readonly server: Server;
  /** Requests so far. */
  readonly seen: readonly IncomingMessage[];
}

/** A service on a free port. */
export async function service(listener: RequestListener, port = 0): Promise<Service> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  closing.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const bound = (server.address() as AddressInfo).port;
  return { origin: `http://127.0.0.1:${bound}`, port: bound, server, seen };
}

/** Shows what it was asked. */
export function shows(request: IncomingMessage, response: ServerResponse): void {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    const { method, url, rawHeaders } = request;
    const body = Buffer.concat(pieces).toString();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ method, url, headers: pairsOf(rawHeaders), body }));
  });
}

export interface Shown {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export function valuesOf({ headers }: Shown, name: string): readonly string[] {
  return headers.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
}

function pairsOf(raw: readonly string[]): readonly (readonly [string, string])[] {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[at * 2] ?? "", raw[at * 2 + 1] ?? ""] as const);
}
