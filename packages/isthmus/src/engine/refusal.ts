// What is told of a request that was not let do what it asked: for the log of what was blocked, and why.

import type { Problem, ProblemCategory, Refusal } from "../core/index.ts";
import type { Incoming } from "./pipeline.ts";

const refusing: ReadonlySet<ProblemCategory> = new Set(["unauthenticated", "forbidden", "limited"]);
/** Questions that no database gets to see: too much in one, none that is known, more than a document may cost. */
const blocked: ReadonlySet<string> = new Set(["ISTHMUS110", "ISTHMUS135", "ISTHMUS136"]);

/** Undefined where it failed in another way. */
export function refusalOf(
  incoming: Pick<Incoming, "request" | "from">,
  principal: string,
  targets: readonly string[],
  status: number,
  problem: Problem,
): Refusal | undefined {
  const { category, code, message } = problem;
  if (!refusing.has(category) && !blocked.has(code)) return undefined;
  return {
    id: incoming.request.id,
    principal,
    address: incoming.from,
    code,
    status,
    reason: message,
    target: targets.length > 0 ? targets.slice(0, 5).join(", ") : incoming.request.path.slice(0, 200),
  };
}
