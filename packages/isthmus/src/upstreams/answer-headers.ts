// What of a service's headers goes back to the caller.

import { hopByHop } from "./hop-by-hop.ts";
import { setsOwnCookie } from "./request-headers.ts";

export interface AnswerHeaderRules {
  /** In lower case, what is set or left out beside the usual. */
  readonly own: Readonly<Record<string, string | false>>;
  /** This server answers pages of other origins by itself. */
  readonly cors: boolean;
  /** The service's own origin, and what stands in its place in `Location`. */
  readonly origin: string;
  readonly instead: string;
}

export interface Answered {
  /** Names and values in turn. */
  readonly headers: string[];
  /** In lower case. */
  readonly names: ReadonlySet<string>;
  /** Bytes, where they are told. */
  readonly length: number | undefined;
  readonly type: string;
}

/** About the connection to the service, or for this server alone to say. */
const dropped: ReadonlySet<string> = new Set(["alt-svc", "x-request-id", "isthmus-identity"]);

/** @param raw Names and values in turn, as bytes of Latin-1. */
export function answerHeaders(
  raw: readonly (Buffer | string)[],
  connection: string | undefined,
  rules: AnswerHeaderRules,
): Answered {
  const { own } = rules;
  const isHop = hopByHop(connection);
  const headers: string[] = [];
  const names = new Set<string>();
  let length: number | undefined;
  let type = "";
  for (let at = 0; at < raw.length; at += 2) {
    const written = textOf(raw[at]);
    const name = written.toLowerCase();
    if (isHop(name) || dropped.has(name) || Object.hasOwn(own, name)) continue;
    if (rules.cors && name.startsWith("access-control-")) continue;
    let value = textOf(raw[at + 1]);
    if (name === "set-cookie" && setsOwnCookie(value)) continue;
    if (name === "content-length") {
      // Twice the same is legal, and would be refused further on.
      if (length !== undefined) continue;
      length = Number(value);
    } else if (name === "content-type") type = value;
    else if (name === "location" || name === "content-location") value = relocated(value, rules);
    names.add(name);
    headers.push(written, value);
  }
  for (const name in own) {
    const value = own[name];
    if (typeof value !== "string") continue;
    names.add(name);
    headers.push(name, value);
  }
  return { headers, names, length, type };
}

/** A service that takes its own address for the public one. */
function relocated(value: string, { origin, instead }: AnswerHeaderRules): string {
  if (!value.startsWith(origin)) return value;
  const rest = value.slice(origin.length);
  return rest === "" || /^[/?#]/.test(rest) ? `${instead}${rest.startsWith("/") ? "" : "/"}${rest}` : value;
}

function textOf(part: Buffer | string | undefined): string {
  return part === undefined ? "" : typeof part === "string" ? part : part.toString("latin1");
}
