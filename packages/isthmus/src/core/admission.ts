// How a request passes the gate: what the door hands to the road, so that limits of callers and operations are held where
// these are known.

import type { Intent } from "./interface.ts";
import type { Principal } from "./principal.ts";

/** One request's way through the limits. Each of the functions may throw (or reject with) a Problem. */
export interface Admission {
  /** The caller is known. */
  identified(principal: Principal): void;
  /** What he asks is known. Settles before anything is carried out. */
  asks(intent: Pick<Intent, "questions">): Promise<void> | void;
  /** The request has failed ahead of `asks`, and is counted all the same. What is to be answered: what was thrown, or a limit that has come to its end. */
  failed(thrown: unknown): unknown;
  /** Whom strangers' shares are counted by. */
  readonly address: string;
}
