// A client as a source has it, and calls for it.

import { z } from "zod";
import { createClient, type Client, type Surroundings } from "../client.ts";
import type { HttpCall } from "../exchange.ts";
import { type HttpOptions, httpShape } from "../options.ts";
import { noRules } from "../rules.ts";

const settings = z.strictObject(httpShape);

/** Local addresses are allowed unless the options say otherwise. */
export function openClient(origin: string, options: HttpOptions = {}, around: Surroundings = {}): Promise<Client> {
  return createClient("api", origin, settings.parse({ allowPrivate: ["127.0.0.1", "localhost"], ...options }), around);
}

export function get(origin: string, path = "/", given: Partial<HttpCall> = {}): HttpCall {
  return {
    operation: "read",
    method: "GET",
    origin,
    path,
    headers: {},
    repeatable: true,
    signal: new AbortController().signal,
    deadline: performance.now() + 10_000,
    rules: noRules,
    ...given,
  };
}

export function post(origin: string, path = "/", given: Partial<HttpCall> = {}): HttpCall {
  return get(origin, path, { operation: "write", method: "POST", repeatable: false, body: "{}", ...given });
}
