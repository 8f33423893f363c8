// Follows redirects, hop by hop, so that every hop is looked at like the first one.

import { CallFailure } from "./call-failure.ts";
import { isRead, urlOf, type HttpCall, type Send } from "./exchange.ts";

const statuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers that go on to another origin; whatever else the call carries may be meant for the first one alone. */
const harmless: ReadonlySet<string> = new Set(["accept", "accept-language", "user-agent"]);

/** @param most Redirects of one call. */
export function redirect(most: number): (next: Send) => Send {
  return (next) => async (call) => {
    let current = call;
    for (let hops = 0; ; hops++) {
      const answer = await next(current);
      const location = answer.headers["location"];
      if (!statuses.has(answer.status) || location === undefined) return answer;
      if (hops >= most) throw wrong(`redirects more than ${most} times`);
      current = onward(current, answer.status, location);
    }
  };
}

function onward(call: HttpCall, status: number, location: string): HttpCall {
  const url = URL.canParse(location, urlOf(call)) ? new URL(location, urlOf(call)) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw wrong("redirects to something that is no address of the web");
  if (call.origin.startsWith("https:") && url.protocol === "http:") throw blocked("redirects from https to http");
  const leaves = url.origin !== call.origin;
  const { body, ...rest } = call;
  const path = url.pathname + url.search;
  if (status === 303 && !isRead(call.method)) {
    if (leaves) throw blocked("redirects a change to another origin");
    const headers = Object.fromEntries(Object.entries(call.headers).filter(([name]) => !name.startsWith("content-")));
    return { ...rest, method: "GET", origin: url.origin, path, headers };
  }
  if (!isRead(call.method) && (status === 301 || status === 302)) throw wrong(`redirects a change with ${status}`);
  if (leaves && body !== undefined) throw blocked("redirects a body to another origin");
  const headers = leaves
    ? Object.fromEntries(Object.entries(call.headers).filter(([name]) => harmless.has(name)))
    : call.headers;
  return { ...call, origin: url.origin, path, headers };
}

function wrong(message: string): CallFailure {
  return new CallFailure({ kind: "malformed", message: `it ${message}`, lasting: true });
}

function blocked(message: string): CallFailure {
  return new CallFailure({ kind: "blocked", message: `it ${message}` });
}
