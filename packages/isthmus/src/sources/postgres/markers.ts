// What the compiled SQL raises by itself, by the texts that sources/shared/sql/command.ts agrees on.

import { notOneRow, type Problem } from "../../core/index.ts";
import { checkFailed, tooManyAffected } from "../shared/refusals.ts";
import type { DatabaseFailure } from "./driver.ts";

const marker = /isthmus:(check|affected|single)(?::(\d+))?/;

export function readMarker(failure: DatabaseFailure): Problem | undefined {
  const found = marker.exec(failure.message);
  if (found === null) return undefined;
  const count = found[2] ?? "0";
  switch (found[1]) {
    case "check":
      return checkFailed();
    case "affected":
      return tooManyAffected(count);
    default:
      return notOneRow(count);
  }
}
