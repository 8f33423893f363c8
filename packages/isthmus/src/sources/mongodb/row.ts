// One row, and the values that are read from it.

import { cast, castType } from "./casts.ts";
import type { Expression } from "./command.ts";
import { typeAt } from "./compile-condition.ts";
import { inside } from "./holds.ts";
import { plainJson } from "./json.ts";
import { type Document, isNull, type Native } from "./native.ts";
import type { Bson } from "./values.ts";

export interface Row {
  readonly document: Document;
  /** Whether each of the level's guards holds. */
  readonly guards: readonly boolean[];
  /** By branch; filled when the branches are grown. */
  related: readonly (readonly Row[])[];
}

/** An expression's value; null where there is none. */
export function valueIn(row: Row, of: Expression, bson: Bson): Native {
  switch (of.kind) {
    case "row":
      return 1;
    case "lifted": {
      const below = row.related[of.branch]?.[0];
      return below === undefined ? null : valueIn(below, of.of, bson);
    }
    case "place": {
      if (of.guard !== undefined && row.guards[of.guard] !== true) return null;
      const value = inside(row.document[of.at.name], of.at.steps);
      const type = typeAt(of.at);
      const text = of.at.steps !== undefined && type.name === "text" ? arrowText(value) : value;
      return of.cast === undefined ? text : cast(text, type, castType(of.cast), bson);
    }
  }
}

/** What an arrow that gives text gives. */
function arrowText(value: Native): Native {
  return isNull(value) || typeof value === "string" ? value : plainJson(value);
}
