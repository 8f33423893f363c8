import { Problem } from "./problem.ts";

/** A caller's limit or offset; undefined where he gave none. @throws Problem 22023 for what is none. */
export function wholeCount(given: unknown): number | undefined {
  if (given === undefined || given === null) return undefined;
  const count = Number(given);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new Problem({
    code: "22023",
    category: "invalid",
    message: "A limit or an offset must be a whole number that is not negative",
  });
}
