// What lost a race against another transaction was undone, and may succeed when it is done again.

import { setTimeout as pause } from "node:timers/promises";
import { isDatabaseFailure, isStale } from "./errors.ts";

/** Serialization failure, deadlock. */
const lostRaces: ReadonlySet<string> = new Set(["40001", "40P01"]);
/** Times the work is done again. */
const mostRaces = 3;
/** Milliseconds before the second race; doubled before each one that follows, and half of it left to chance. */
const firstPause = 20;

/** `races`: how many have been lost before this failure. */
export function mayRaceAgain(failure: unknown, races: number): boolean {
  return races < mostRaces && (isStale(failure) || isLost(failure));
}

/**
 * Two that locked each other out would do so again, were the loser back before the winner had got up: whoever begins
 * anew at once takes the lock for which the other one waits. Rejects when the signal is aborted.
 */
export async function standBack(failure: unknown, races: number, signal: AbortSignal): Promise<void> {
  if (!isLost(failure)) return;
  const most = firstPause * 2 ** races;
  await pause(most / 2 + (Math.random() * most) / 2, undefined, { signal });
}

function isLost(failure: unknown): boolean {
  return isDatabaseFailure(failure) && lostRaces.has(failure.code ?? "");
}
