// Which record a row is, as a text.

import { writeJson } from "../../../core/index.ts";
import type { Row } from "../rows/path.ts";

/** Undefined where the row does not say which one it is. */
export function keyTextOf(row: Row, key: readonly string[]): string | undefined {
  if (key.length === 0) return undefined;
  const values = key.map((field) => (Object.hasOwn(row, field) ? row[field] : undefined));
  return values.some((value) => value === undefined || value === null) ? undefined : writeJson(values);
}
