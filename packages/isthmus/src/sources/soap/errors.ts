// Faults → Problems. A fault is the answer of a service that is alive: what it means is told by its code.

import { Problem, type ProblemCategory } from "../../core/index.ts";
import type { Redact } from "../shared/api/errors.ts";
import type { Fault } from "./envelope.ts";
import type { FaultMeaning } from "./options.ts";

export { redactor, refusal, unusable } from "../shared/api/errors.ts";

/** Codes of WS-Security: the service does not take who we say we are. */
const ofSecurity: ReadonlySet<string> = new Set([
  "FailedAuthentication",
  "FailedCheck",
  "InvalidSecurity",
  "InvalidSecurityToken",
  "MessageExpired",
  "SecurityTokenUnavailable",
  "UnsupportedAlgorithm",
  "UnsupportedSecurityToken",
]);
const ofTheCaller: ReadonlySet<string> = new Set(["Client", "Sender"]);

/** Characters of a service's own words. */
const most = 4_000;

/**
 * @param meanings What the configuration says of faults, by code or text.
 * @param status Of the HTTP answer.
 */
export function problemOfFault(
  source: string,
  operation: string,
  fault: Fault,
  meanings: Readonly<Record<string, FaultMeaning>>,
  status: number,
  redact: Redact,
): Problem {
  const { codes, string } = fault;
  const said = [...codes.toReversed(), string].find((one) => Object.hasOwn(meanings, one));
  const meaning = said === undefined ? meantBy(codes, status) : (meanings[said] ?? "unavailable");
  if (meaning === "credentials" || codes.some((code) => ofSecurity.has(code))) {
    return new Problem({
      code: "ISTHMUS609",
      category: "unavailable",
      status: 502,
      message: `${source}: the API does not take the server's credentials for ${operation}`,
      cause: new Error(`its fault: ${codes.join(".")} ${redact(string)}`),
    });
  }
  const shown = redact(string).slice(0, 200);
  if (meaning === "unavailable") {
    return new Problem({
      code: "ISTHMUS612",
      category: "unavailable",
      status: 502,
      message: `${source}: the API could not do its work: ${shown === "" ? codes.join(".") : shown}`,
      details: { fault: wordsOf(fault, redact) },
    });
  }
  return new Problem({
    code: "ISTHMUS611",
    category: meaning,
    message: `${source}: the API refused ${operation}: ${shown === "" ? codes.join(".") : shown}`,
    details: { fault: wordsOf(fault, redact) },
  });
}

function meantBy(codes: readonly string[], status: number): ProblemCategory | "credentials" {
  const [first = ""] = codes;
  if (ofTheCaller.has(first)) {
    if (codes.some((code) => ofSecurity.has(code) || code === "Authentication")) return "credentials";
    return "invalid";
  }
  return status >= 400 && status < 500 ? "invalid" : "unavailable";
}

function wordsOf({ codes, string, actor, detail }: Fault, redact: Redact): unknown {
  const text = redact(JSON.stringify({ code: codes.join("."), string, actor, detail }));
  if (text.length <= most) return JSON.parse(text) as unknown;
  return { code: codes.join("."), string: redact(string).slice(0, most) };
}
