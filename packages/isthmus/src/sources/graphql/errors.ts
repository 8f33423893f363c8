// Errors in an answer → a Problem. What they mean is told by the code that servers put beside them.

import { Problem, type ProblemCategory } from "../../core/index.ts";
import type { Redact } from "../shared/api/errors.ts";
import type { SoftFailure } from "../shared/http/rules.ts";

export { redactor, refusal, unusable } from "../shared/api/errors.ts";

export interface GraphError {
  readonly message: string;
  readonly code: string;
  readonly path?: unknown;
}

/** Characters of an API's own words. */
const most = 4_000;

type Meaning = ProblemCategory | "credentials";

/** By the codes of the servers that are known; what has none was said on purpose, and to the caller. */
const meanings: readonly (readonly [code: RegExp, meaning: Meaning])[] = [
  [/UNAUTHENTICATED|UNAUTHORI[SZ]ED|FORBIDDEN|ACCESS_DENIED|INVALID_TOKEN|PERMISSION/, "credentials"],
  [/THROTTLED|RATE_?LIMIT|TOO_MANY|MAX_COST|COST_EXCEEDED/, "limited"],
  [/TIMEOUT/, "timeout"],
  [/INTERNAL|UNAVAILABLE|DOWNSTREAM|UNEXPECTED/, "unavailable"],
  [/NOT_?FOUND/, "missing"],
  [/CONFLICT|DUPLICATE|ALREADY_EXISTS/, "conflict"],
];

function meaningOf(errors: readonly GraphError[]): Meaning {
  for (const [pattern, meaning] of meanings)
    if (errors.some(({ code }) => pattern.test(code.toUpperCase()))) return meaning;
  return "invalid";
}

/** Errors that may be gone when it is asked again. */
export function passingFailure(errors: readonly GraphError[]): SoftFailure | undefined {
  const meaning = meaningOf(errors);
  if (meaning !== "limited" && meaning !== "unavailable" && meaning !== "timeout") return undefined;
  return { reason: (errors[0]?.message ?? "").slice(0, 200) };
}

export function problemOfErrors(
  source: string,
  operation: string,
  errors: readonly GraphError[],
  redact: Redact,
): Problem {
  const meaning = meaningOf(errors);
  const said = redact(errors[0]?.message ?? "").slice(0, 200);
  switch (meaning) {
    case "credentials":
      return new Problem({
        code: "ISTHMUS609",
        category: "unavailable",
        status: 502,
        message: `${source}: the API does not take the server's credentials for ${operation}`,
        cause: new Error(said),
      });
    case "limited":
      return new Problem({
        code: "ISTHMUS604",
        category: "unavailable",
        message: `${source}: the API takes no more calls for now`,
        cause: new Error(said),
      });
    case "timeout":
    case "unavailable":
      return new Problem({
        code: "ISTHMUS612",
        category: "unavailable",
        status: 502,
        message: `${source}: the API could not do its work: ${said}`,
        details: { errors: wordsOf(errors, redact) },
      });
    default:
      return new Problem({
        code: "ISTHMUS611",
        category: meaning,
        message: `${source}: the API refused ${operation}: ${said}`,
        details: { errors: wordsOf(errors, redact) },
      });
  }
}

function wordsOf(errors: readonly GraphError[], redact: Redact): unknown {
  const text = redact(JSON.stringify(errors.slice(0, 10)));
  return text.length <= most
    ? (JSON.parse(text) as unknown)
    : [{ message: redact(errors[0]?.message ?? "").slice(0, most) }];
}
