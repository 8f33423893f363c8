// Clients and upstreams of a test, closed when it is over.

import { afterEach, expect } from "vitest";
import { CallFailure } from "../call-failure.ts";
import type { Client } from "../client.ts";
import type { HttpOptions } from "../options.ts";
import { openClient } from "./open-client.ts";
import { openUpstream, type Upstream } from "./upstream.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

export function keep<T extends { close(): Promise<void> }>(one: T): T {
  opened.push(one);
  return one;
}

export const upstream = async (...given: Parameters<typeof openUpstream>): Promise<Upstream> =>
  keep(await openUpstream(...given));
export const client = async (origin: string, options: HttpOptions = {}): Promise<Client> =>
  keep(await openClient(origin, { retry: { firstPause: 5 }, ...options }));
export const failure = (kind: string) => expect.objectContaining({ constructor: CallFailure, kind }) as unknown;

export async function failed(work: Promise<unknown>): Promise<CallFailure> {
  const reason: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(reason instanceof CallFailure)) throw new Error("it did not fail", { cause: reason });
  return reason;
}
