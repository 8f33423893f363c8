// Credentials that are the same for every call: an API key, a name and a password, a bearer token.

import type { Credentials } from "./credentials.ts";
import { withHeader } from "./credentials.ts";

export interface ApiKey {
  readonly in: "header" | "query" | "cookie";
  readonly name: string;
  readonly value: string;
}

export function apiKey({ in: place, name, value }: ApiKey): Credentials {
  if (place === "header") {
    const header = name.toLowerCase();
    return { apply: (call) => withHeader(call, header, value) };
  }
  if (place === "cookie") {
    const pair = `${name}=${encodeURIComponent(value)}`;
    return {
      apply: (call) => {
        const given = call.headers["cookie"];
        return withHeader(call, "cookie", given === undefined ? pair : `${given}; ${pair}`);
      },
    };
  }
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  return { apply: (call) => ({ ...call, path: `${call.path}${call.path.includes("?") ? "&" : "?"}${pair}` }) };
}

/** RFC 7617, in UTF-8. */
export function basic(username: string, password: string): Credentials {
  const value = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return { apply: (call) => withHeader(call, "authorization", value) };
}

/** @param scheme What stands ahead of the token; some APIs have a word of their own. */
export function bearer(token: string, scheme = "Bearer"): Credentials {
  const value = `${scheme} ${token}`;
  return { apply: (call) => withHeader(call, "authorization", value) };
}
