// The messages of the protocol graphql-transport-ws
// (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md), read with distrust and written as text, so that an
// answer is passed on without being parsed.

import type { Credentials } from "../../../engine/index.ts";

export const subprotocol = "graphql-transport-ws";

export type Message =
  | { readonly type: "connection_init"; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly type: "ping"; readonly payload: unknown }
  | { readonly type: "pong" }
  | { readonly type: "subscribe"; readonly id: string; readonly payload: Operation }
  | { readonly type: "complete"; readonly id: string };

export interface Operation {
  /** Empty where a hash stands for it. */
  readonly query: string;
  readonly operationName: string | undefined;
  /** The whole payload as it came, a JSON object. */
  readonly text: string;
}

/** Close codes and their reasons, as the protocol numbers them. */
export const closings = {
  goingAway: [1001, "The server stops"],
  failed: [1011, "Internal error"],
  invalid: [4400, "Invalid message"],
  unauthorized: [4401, "Unauthorized"],
  forbidden: [4403, "Forbidden"],
  subprotocol: [4406, "Subprotocol not acceptable"],
  initTimeout: [4408, "Connection initialisation timeout"],
  tooManyInits: [4429, "Too many initialisation requests"],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

const longestId = 256;

/** Undefined: it is no message of this protocol. */
export function readMessage(text: string): Message | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(message)) return undefined;
  const { type, id, payload } = message;
  switch (type) {
    case "connection_init":
      if (payload !== undefined && payload !== null && !isObject(payload)) return undefined;
      return { type, payload: payload ?? {} };
    case "ping":
      return payload === undefined || payload === null || isObject(payload) ? { type, payload } : undefined;
    case "pong":
      return { type };
    case "complete":
      return isId(id) ? { type, id } : undefined;
    case "subscribe": {
      const operation = readOperation(payload);
      return isId(id) && operation !== undefined ? { type, id, payload: operation } : undefined;
    }
    default:
      return undefined;
  }
}

function readOperation(payload: unknown): Operation | undefined {
  if (!isObject(payload)) return undefined;
  const { query, operationName, variables, extensions } = payload;
  // A persisted document is named by its hash alone.
  if (typeof query !== "string" && !(query === undefined && isObject(extensions))) return undefined;
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string") return undefined;
  for (const part of [variables, extensions])
    if (part !== undefined && part !== null && !isObject(part)) return undefined;
  return { query: query ?? "", operationName: operationName ?? undefined, text: JSON.stringify(payload) };
}

/** Web pages cannot set headers on a socket, so the payload may carry them, by themselves or under `headers`. */
export function credentialsIn(payload: Readonly<Record<string, unknown>>, otherwise: Credentials): Credentials {
  const given = new Map<string, string>();
  for (const place of [payload["headers"], payload])
    if (isObject(place))
      for (const [name, value] of Object.entries(place))
        if (typeof value === "string") given.set(name.toLowerCase(), value);
  const authorization = given.get("authorization");
  const apiKey = given.get("x-api-key") ?? given.get("apikey");
  if (authorization === undefined && apiKey === undefined) return otherwise;
  return {
    ...(authorization === undefined ? {} : { authorization }),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}

/** `json`: a JSON text. */
export const nextText = (id: string, json: string): string =>
  `{"id":${JSON.stringify(id)},"type":"next","payload":${json}}`;
export const errorText = (id: string, errors: readonly unknown[]): string =>
  JSON.stringify({ id, type: "error", payload: errors });
export const completeText = (id: string): string => JSON.stringify({ id, type: "complete" });

function isId(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= longestId;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
