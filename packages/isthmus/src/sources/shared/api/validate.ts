// Holds a value to a schema. Each schema is made into one function, once; schemas that hold themselves call themselves.
// `pattern` is not checked: a document's regular expression could take for ever, and the API checks it anyway.

import { isLongDecimal } from "../../../core/index.ts";
import { type Schema, type SchemaType } from "./schema.ts";

/** What is wrong with the value, and where; undefined: nothing. */
export type Check = (value: unknown) => Fault | undefined;

export interface Fault {
  /** Path within the value, e.g. `address.lines[2]`. */
  readonly at: string;
  readonly expected: string;
}

export interface CheckOptions {
  /** `in`: what a caller gives, `out`: what an API answers; there, new values and members are nothing to complain of. */
  readonly direction: "in" | "out";
}

/** Values within values; JSON that is read is no deeper. */
const deepest = 500;

export function createChecks(
  shared: Readonly<Record<string, Schema>>,
  { direction }: CheckOptions,
): (schema: Schema) => Check {
  const byPointer = new Map<string, Check>();
  const incoming = direction === "in";
  let depth = 0;

  function ofPointer(pointer: string): Check {
    const known = byPointer.get(pointer);
    if (known !== undefined) return known;
    let made = anything;
    const check: Check = (value) => nested(made, value);
    // Ahead of making it: it may point at itself.
    byPointer.set(pointer, check);
    made = make(Object.hasOwn(shared, pointer) ? (shared[pointer] ?? {}) : {});
    return check;
  }

  /** A schema that is nothing but itself would never end. */
  function nested(check: Check, value: unknown): Fault | undefined {
    if (depth > deepest) return { at: "", expected: "a value that is not as deep" };
    depth++;
    try {
      return check(value);
    } finally {
      depth--;
    }
  }

  function make(schema: Schema): Check {
    const checks = [
      ...(schema.ref === undefined ? [] : [ofPointer(schema.ref)]),
      ...typeChecks(schema),
      ...(schema.enum === undefined || !incoming ? [] : [enumCheck(schema.enum)]),
      ...textChecks(schema, incoming),
      ...numberChecks(schema),
      ...listChecks(schema),
      ...objectChecks(schema),
      ...(schema.all ?? []).map(make),
      ...alternatives(schema.any),
      ...alternatives(schema.one),
    ];
    const [only] = checks;
    const all = checks.length === 1 && only !== undefined ? only : inTurn(checks);
    return schema.nullable === true ? (value) => (value === null ? undefined : all(value)) : all;
  }

  function listChecks({ items, minItems, maxItems }: Schema): readonly Check[] {
    const item = items === undefined ? undefined : make(items);
    const bounds = [
      ...(minItems === undefined
        ? []
        : [sizeCheck(Array.isArray, (size) => size >= minItems, `at least ${minItems} items`)]),
      ...(maxItems === undefined
        ? []
        : [sizeCheck(Array.isArray, (size) => size <= maxItems, `at most ${maxItems} items`)]),
    ];
    if (item === undefined) return bounds;
    const each: Check = (value) => {
      if (!Array.isArray(value)) return undefined;
      for (let at = 0; at < value.length; at++) {
        const fault = item(value[at]);
        if (fault !== undefined) return under(`[${at}]`, fault);
      }
      return undefined;
    };
    return [...bounds, each];
  }

  function objectChecks({ properties, required = [], additional }: Schema): readonly Check[] {
    if (properties === undefined && required.length === 0 && additional === undefined) return [];
    const known = new Map(Object.entries(properties ?? {}).map(([name, one]) => [name, make(one)] as const));
    // What the API fills in by itself is not asked of the caller.
    const needed = required.filter((name) => !(incoming && properties?.[name]?.readOnly === true));
    const others = additional === undefined || additional === false ? undefined : make(additional);
    const closed = additional === false && incoming;
    return [
      (value) => {
        if (!isObject(value)) return undefined;
        for (const name of needed) if (!Object.hasOwn(value, name)) return { at: name, expected: "a value" };
        for (const name of Object.keys(value)) {
          const check = known.get(name) ?? others;
          if (check === undefined) {
            if (closed && !known.has(name)) return { at: name, expected: "no such member" };
            continue;
          }
          const fault = check(value[name]);
          if (fault !== undefined) return under(name, fault);
        }
        return undefined;
      },
    ];
  }

  function alternatives(schemas: readonly Schema[] | undefined): readonly Check[] {
    if (schemas === undefined) return [];
    const checks = schemas.map(make);
    return [
      (value) => {
        let first: Fault | undefined;
        for (const check of checks) {
          const fault = check(value);
          if (fault === undefined) return undefined;
          first ??= fault;
        }
        return checks.length === 1 ? first : { at: "", expected: "one of the forms that are described" };
      },
    ];
  }

  return make;
}

const anything: Check = () => undefined;

function inTurn(checks: readonly Check[]): Check {
  if (checks.length === 0) return anything;
  return (value) => {
    for (const check of checks) {
      const fault = check(value);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

const isOfType: Readonly<Record<SchemaType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number" || typeof value === "bigint" || isLongDecimal(value),
  integer: (value) => typeof value === "bigint" || Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
  object: isObject,
};

const typeNames: Readonly<Record<SchemaType, string>> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

function typeChecks({ types }: Schema): readonly Check[] {
  if (types === undefined) return [];
  const expected = types.map((type) => typeNames[type]).join(" or ");
  const tests = types.map((type) => isOfType[type]);
  return [(value) => (tests.some((test) => test(value)) ? undefined : { at: "", expected })];
}

function enumCheck(values: NonNullable<Schema["enum"]>): Check {
  const known = new Set<unknown>(values);
  const shown = values.slice(0, 20).map((value) => JSON.stringify(value));
  const expected = `one of ${shown.join(", ")}${values.length > shown.length ? ", …" : ""}`;
  return (value) => (known.has(value) ? undefined : { at: "", expected });
}

const formats: Readonly<Record<string, { readonly test: (text: string) => boolean; readonly name: string }>> = {
  uuid: {
    test: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
    name: "a UUID",
  },
  date: { test: isDate, name: "a date (YYYY-MM-DD)" },
  "date-time": {
    test: (text) =>
      /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?$/.test(text) && isDate(text.slice(0, 10)),
    name: "a date and time (ISO 8601)",
  },
  email: { test: (text) => /^[^@\s]+@[^@\s]+$/.test(text), name: "an e-mail address" },
  ipv4: {
    test: (text) => /^(\d{1,3})(\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => Number(part) < 256),
    name: "an IPv4 address",
  },
};

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function textChecks({ format, minLength, maxLength }: Schema, incoming: boolean): readonly Check[] {
  const known = incoming && format !== undefined && Object.hasOwn(formats, format) ? formats[format] : undefined;
  const isText = (value: unknown): value is string => typeof value === "string";
  return [
    ...(known === undefined
      ? []
      : [(value: unknown) => (!isText(value) || known.test(value) ? undefined : { at: "", expected: known.name })]),
    ...(minLength === undefined
      ? []
      : [sizeCheck(isText, (size) => size >= minLength, `at least ${minLength} characters`)]),
    ...(maxLength === undefined
      ? []
      : [sizeCheck(isText, (size) => size <= maxLength, `at most ${maxLength} characters`)]),
  ];
}

/** The length of a text is that of its characters, as JSON Schema counts them. */
function sizeCheck(is: (value: unknown) => boolean, holds: (size: number) => boolean, expected: string): Check {
  return (value) => {
    if (!is(value)) return undefined;
    const size = typeof value === "string" ? characters(value) : (value as readonly unknown[]).length;
    return holds(size) ? undefined : { at: "", expected };
  };
}

function characters(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) if (isPair(text, at)) count--;
  return count;
}

function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}

function numberChecks({ minimum, maximum, above, below, format }: Schema): readonly Check[] {
  const bound =
    (holds: (value: number | bigint) => boolean, expected: string): Check =>
    (given) => {
      const value = isLongDecimal(given) ? Number(given.rawJSON) : given;
      return (typeof value !== "number" && typeof value !== "bigint") || holds(value)
        ? undefined
        : { at: "", expected };
    };
  return [
    ...(minimum === undefined ? [] : [bound((value) => value >= minimum, `at least ${minimum}`)]),
    ...(maximum === undefined ? [] : [bound((value) => value <= maximum, `at most ${maximum}`)]),
    ...(above === undefined ? [] : [bound((value) => value > above, `more than ${above}`)]),
    ...(below === undefined ? [] : [bound((value) => value < below, `less than ${below}`)]),
    ...(format === "int32"
      ? [bound((value) => value >= -2_147_483_648 && value <= 2_147_483_647, "a number of 32 bits")]
      : []),
  ];
}

function under(step: string, fault: Fault): Fault {
  const join = fault.at === "" || fault.at.startsWith("[") ? "" : ".";
  return { at: `${step}${join}${fault.at}`, expected: fault.expected };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLongDecimal(value);
}
