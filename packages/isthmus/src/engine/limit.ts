// How much work may be under way at once. What exceeds it is refused at the door, while refusing is still cheap.

import { Problem } from "../core/index.ts";

export interface Limit {
  /** @throws Problem when too many requests are in flight. Every call that returns must be matched by a `leave`. */
  enter(): void;
  leave(): void;
  readonly inFlight: number;
}

/** @param refusal What exceeds it is told. */
export function createLimit(concurrency: number, refusal: () => Problem = busy): Limit {
  let inFlight = 0;
  return {
    enter: () => {
      if (inFlight >= concurrency) throw refusal();
      inFlight += 1;
    },
    leave: () => {
      inFlight -= 1;
    },
    get inFlight() {
      return inFlight;
    },
  };
}

function busy(): Problem {
  return new Problem({
    code: "ISTHMUS220",
    category: "unavailable",
    message: "The server has as many requests in flight as it takes; try again in a moment",
    retryAfter: 1,
  });
}
