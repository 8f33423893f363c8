// A text that is written is no longer than its field takes.

import { type DataType, Problem } from "../../core/index.ts";

/** Spaces beyond the end do not count, as in PostgreSQL. Throws 22001. */
export function withinLength(text: string, { maxLength }: Pick<DataType, "maxLength">): string {
  if (maxLength === undefined || text.length <= maxLength) return text;
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  if (characters.slice(maxLength).every((character) => character === " "))
    return characters.slice(0, maxLength).join("");
  throw new Problem({
    code: "22001",
    category: "invalid",
    message: `value too long for type character varying(${maxLength})`,
  });
}
