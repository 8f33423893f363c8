// The schema of an input or an output: Zod 4, anything with the Standard Schema interface that can tell itself as JSON
// Schema, or JSON Schema. What is published is JSON Schema; what decides is the schema itself.

import { z } from "zod";

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Issue {
  /** Place in the value, e.g. `items[0].quantity`; empty for the whole. */
  readonly field: string;
  readonly message: string;
}

export interface HeldSchema {
  readonly json: JsonSchema;
  /** The value as the schema makes it, with its defaults, or what is wrong with it. */
  check(value: unknown): Promise<{ readonly value: unknown } | { readonly issues: readonly Issue[] }>;
}

export type Direction = "input" | "output";

interface Standard {
  readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
  readonly jsonSchema?: { readonly [direction in Direction]: (options: { readonly target: string }) => JsonSchema };
}

interface StandardResult {
  readonly value?: unknown;
  readonly issues?: readonly {
    readonly message: string;
    readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  }[];
}

/** @throws Error whose message completes "`input` …". */
export function holdSchema(given: unknown, direction: Direction): HeldSchema {
  if (typeof given !== "object" && typeof given !== "function") throw new Error("is no schema");
  if (given === null) throw new Error("is no schema");
  const own = (given as { readonly "~standard"?: Standard })["~standard"];
  const standard = own ?? standardOf(given as JsonSchema);
  const json = own === undefined ? (given as JsonSchema) : published(given, own, direction);
  return { json: plain(json), check: (value) => checked(standard, value) };
}

function standardOf(given: JsonSchema): Standard {
  try {
    return z.fromJSONSchema(given as Parameters<typeof z.fromJSONSchema>[0])["~standard"] as Standard;
  } catch (cause) {
    throw new Error(`is no JSON Schema that can be used: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

function published(given: object, standard: Standard, direction: Direction): JsonSchema {
  if ("_zod" in given) {
    try {
      return z.toJSONSchema(given as z.ZodType, { io: direction, reused: "inline", cycles: "ref" });
    } catch (cause) {
      throw new Error(`cannot be published: ${firstLine(cause)}`, { cause });
    }
  }
  const told = standard.jsonSchema?.[direction]({ target: "draft-2020-12" });
  if (told !== undefined) return told;
  throw new Error("cannot tell itself as JSON Schema; write it with Zod, or as JSON Schema");
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n")[0] ?? "";
}

/** Without what speaks of the document and not of the value, and without references: what holds itself is any value there. */
function plain({ $schema: _schema, "~standard": _standard, ...root }: JsonSchema): JsonSchema {
  const inlined = (value: unknown, within: readonly unknown[]): unknown => {
    if (Array.isArray(value)) return value.map((one) => inlined(one, within));
    if (typeof value !== "object" || value === null) return value;
    const { $ref, $defs: _defs, definitions: _definitions, ...own } = value as JsonSchema;
    if (typeof $ref === "string") {
      const meant = pointedAt(root, $ref);
      return meant === undefined || within.includes(meant) ? own : inlined({ ...meant, ...own }, [...within, meant]);
    }
    return Object.fromEntries(Object.entries(own).map(([key, one]) => [key, inlined(one, within)]));
  };
  return inlined(root, [root]) as JsonSchema;
}

function pointedAt(root: JsonSchema, reference: string): JsonSchema | undefined {
  if (!reference.startsWith("#")) return undefined;
  const keys = reference.slice(1).split("/").slice(1);
  let value: unknown = root;
  for (const key of keys.map((one) => one.replaceAll("~1", "/").replaceAll("~0", "~"))) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonSchema)[key];
  }
  return typeof value === "object" && value !== null ? (value as JsonSchema) : undefined;
}

async function checked(standard: Standard, value: unknown): ReturnType<HeldSchema["check"]> {
  const result = await standard.validate(value);
  if (result.issues === undefined) return { value: result.value };
  return {
    issues: result.issues.map(({ message, path = [] }) => ({
      field: placeOf(path.map((one) => (typeof one === "object" ? one.key : one))),
      message,
    })),
  };
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}
