// What a database function has said about the reply to its own call: its status and its headers win over ours.

import { Problem, type Reply, type Result } from "../../../core/index.ts";
import { withPartial } from "./partial.ts";
import { headerText, isHeaderName } from "./header-text.ts";

/** Headers about the connection itself; a wrong one would tear a reply apart, so only the server writes them. */
const ofTheServer: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Throws PGRST111 for a header that cannot be sent and PGRST112 for a status that does not exist. */
export function withOverrides(given: Reply, result: Result): Reply {
  const reply = result.partial === undefined ? given : withPartial(given, result.partial);
  if (result.headers === undefined && result.status === undefined) return reply;
  const status = result.status ?? reply.status;
  if (!Number.isInteger(status) || status < 200 || status > 599) throw badStatus(status);
  const headers = result.headers === undefined ? reply.headers : mergeHeaders(reply.headers, result.headers);
  return { status, headers, body: status === 204 || status === 304 ? null : reply.body };
}

function mergeHeaders(ours: Reply["headers"], theirs: NonNullable<Result["headers"]>): Reply["headers"] {
  const given = new Map<string, string | string[]>();
  for (const [name, value] of theirs) {
    if (!isHeaderName(name)) throw badHeader(name);
    const lower = name.toLowerCase();
    if (ofTheServer.has(lower)) continue;
    const earlier = given.get(lower);
    const text = headerText(value);
    if (earlier === undefined) given.set(lower, text);
    else if (Array.isArray(earlier)) earlier.push(text);
    else given.set(lower, [earlier, text]);
  }
  return Object.fromEntries([...Object.entries(ours), ...given]);
}

function badHeader(name: string): Problem {
  return new Problem({
    code: "PGRST111",
    category: "internal",
    message: "response.headers guc must be a JSON array composed of objects with a single key and a string value",
    details: `${JSON.stringify(name)} cannot be the name of a header`,
  });
}

function badStatus(status: number): Problem {
  return new Problem({
    code: "PGRST112",
    category: "internal",
    message: "response.status guc must be a valid status code",
    details: `${status} is not between 200 and 599`,
  });
}
