// A column of dates or times, as SQL in the plain form: what is answered, cast, and, where a column mixes spellings, compared.

import type { Typed } from "../shared/sql/dialect.ts";
import { type Fragment, raw, sql } from "../shared/sql/fragment.ts";
import { mixed, templateOf } from "./spelling.ts";

/** The value in the plain form, whatever the column's own; `between`: what stands between date and time. */
export function plainTime({ sql: x, type }: Typed, between: " " | "T" = " "): Fragment {
  const replaced = (from: string, of: Fragment) =>
    from === between ? of : sql`replace(${of}, ${raw(`'${from}'`)}, ${raw(`'${between}'`)})`;
  if (type.stored === undefined) return replaced(" ", x);
  const template = templateOf(type.stored);
  if (template === undefined) return replaced(" ", sql`isthmus_time(${x}, ${raw(`'${type.name}'`)})`);
  const { separator, digits, suffix } = template;
  const bare = suffix === "" ? x : sql`substr(${x}, 1, length(${x}) - ${raw(String(suffix.length))})`;
  const spaced = replaced(separator, bare);
  return digits === undefined || digits === 0 ? spaced : sql`rtrim(rtrim(${spaced}, '0'), '.')`;
}

/** What can be compared and ordered: the column itself, so that its indexes serve, or the plain form of mixed ones. */
export function comparable(value: Typed): Typed {
  if (value.type.stored !== mixed) return value;
  const { stored: _, ...type } = value.type;
  return { ...value, sql: plainTime(value), type };
}
