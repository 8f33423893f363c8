// What the compiled SQL raises by itself, by the texts that sources/shared/sql/command.ts agrees on.

import { Problem } from "../../core/index.ts";
import type { DatabaseFailure } from "./driver.ts";

const marker = /isthmus:(check|affected|single)(?::(\d+))?/;

export function readMarker(failure: DatabaseFailure): Problem | undefined {
  const found = marker.exec(failure.message);
  if (found === null) return undefined;
  const count = found[2] ?? "0";
  if (found[1] === "check") {
    return new Problem({
      code: "42501",
      category: "forbidden",
      message: "new row violates the policy for this resource",
    });
  }
  if (found[1] === "affected") {
    return new Problem({
      code: "PGRST124",
      category: "invalid",
      message: "Query result exceeds max-affected preference constraint",
      details: `The query affects ${count} rows`,
    });
  }
  return new Problem({
    code: "PGRST116",
    category: "invalid",
    status: 406,
    message: "Cannot coerce the result to a single JSON object",
    details: `The result contains ${count} rows`,
  });
}
