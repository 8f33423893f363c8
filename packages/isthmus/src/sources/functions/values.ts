// What a caller gives → the input as JSON; what a function returns → the answer. What comes from a URL is text.

import { type Execution, type Field, notOneRow, Problem, type Result } from "../../core/index.ts";
import type { Row } from "../shared/rows/path.ts";
import type { Shape } from "../shared/rows/compile-rows.ts";
import { isSchema, withoutNull } from "./data-types.ts";
import type { JsonSchema } from "./schemas.ts";

/** The arguments of a body: one JSON object. */
export function argumentsObject(given: unknown): Row {
  const value: unknown = typeof given === "string" ? parsed(given) : given;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Row;
  throw notAnObject();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Problem({ code: "PGRST102", category: "invalid", message: "Empty or invalid json", cause });
  }
}

function notAnObject(): Problem {
  return new Problem({ code: "ISTHMUS650", category: "invalid", message: "The input is to be one JSON object" });
}

/** Text as what the schema wants, where it can be read so; anything else as it is, for the check to complain of. */
export function fromText(given: unknown, schema: JsonSchema | undefined): unknown {
  if (typeof given !== "string" || schema === undefined) return given;
  const { type, items } = withoutNull(schema).schema;
  if ((type === "integer" || type === "number") && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(given)) return Number(given);
  if (type === "boolean" && (given === "true" || given === "false")) return given === "true";
  if (type !== "array" && type !== "object") return given;
  const start = given.trimStart()[0];
  if (start === "[" || start === "{") {
    try {
      return JSON.parse(given) as unknown;
    } catch {
      return given;
    }
  }
  if (type === "object") return given;
  return given === "" ? [] : given.split(",").map((item) => fromText(item, isSchema(items) ? items : undefined));
}

export interface AnswerPlan {
  readonly shape: "void" | "scalar" | "row" | "resource";
  readonly many: boolean;
  readonly fields: ReadonlyMap<string, Field> | undefined;
  /** What of the rows is wanted. */
  readonly rows: Shape | undefined;
  readonly single: boolean;
  readonly asOne: boolean;
}

export function resultOf(plan: AnswerPlan, value: unknown, call: Execution): Result {
  if (plan.shape === "void") return { body: null, rows: 0 };
  if (plan.shape !== "row") {
    const list = plan.many && Array.isArray(value) ? value : undefined;
    return { body: JSON.stringify(value ?? null), rows: list?.length ?? 1 };
  }
  const given = (value === null || value === undefined ? [] : plan.many ? value : [value]) as readonly Row[];
  const shaped = plan.rows === undefined ? { rows: given } : plan.rows(given, call);
  const { length } = shaped.rows;
  if (plan.single && length !== 1) throw notOneRow(length);
  const body = plan.asOne ? (length === 0 ? "null" : JSON.stringify(shaped.rows[0])) : JSON.stringify(shaped.rows);
  return { body, rows: length, ...("total" in shaped && shaped.total !== undefined ? { total: shaped.total } : {}) };
}
