// Values for random questions: ordinary ones, those at the edge of their type and, seldom, what is none of the type at all.

import fc from "fast-check";
import type { DataTypeName, Field, InputValue } from "../../src/core/index.ts";

const texts = [
  "",
  " ",
  "open",
  "paid",
  "plain",
  "Plain",
  "plain ",
  "Ada",
  "Björn",
  'a,b "c"',
  "a%b_c'd\"e",
  "100%",
  "Rug 100%",
  "a",
  "A",
  "ä",
  "zzz ",
  "Grüße, Ωmega",
  "grüsse, ωmega",
  "😀 end",
  "'; DROP TABLE orders; --",
  "_",
  "\\",
  "first",
  "FIRST",
  "nothing",
  "null",
  "{}",
  "$ne",
];
const whole = ["-32768", "-6", "-1", "0", "1", "2", "3", "5", "9", "10", "100", "2147483647"];
const good: Partial<Record<DataTypeName, readonly string[]>> = {
  smallint: ["-32768", "-6", "-1", "0", "1", "6", "9", "10", "32767"],
  integer: ["-2147483648", "-6", "-1", "0", "1", "2", "3", "6", "7", "9", "100", "2147483647"],
  bigint: [...whole, "12", "11", "-9223372036854775807", "9007199254740993", "9223372036854775807"],
  decimal: [
    "0",
    "19.9",
    "19.90",
    "89.50",
    "120.1",
    "-1",
    "0.1",
    "1.5",
    "0.0001",
    "99999999.9999",
    "-12345678.9999",
    "1e1",
    "3.125",
    "0.00001",
  ],
  float: ["0", "0.5", "1e-7", "-0.25", "1.5e300", "-1.5e300", "100.5", "9", "12345.678"],
  text: texts,
  boolean: ["true", "false"],
  date: ["1000-01-01", "1970-01-01", "2024-02-29", "2026-01-31", "2026-02-01", "9999-12-31"],
  timestamp: [
    "2026-01-01T00:00:00",
    "2026-03-01T10:00:00",
    "2026-03-02 10:00:00",
    "1970-01-01",
    "2024-02-29 23:59:59.123",
    "2026-01-31T10:00:00.001",
    "9999-12-31 23:59:59.999",
    "1000-01-01 00:00:00",
  ],
  timestamptz: [
    "2026-01-31T10:00:00Z",
    "2026-01-31T12:00:00+02:00",
    "2026-01-31 10:00:00.001+00",
    "1970-01-02",
    "2038-01-19T03:14:07Z",
    "2026-06-30T22:00:00Z",
    "2024-02-29T23:59:59.123Z",
  ],
  uuid: [
    "00000000-0000-0000-0000-000000000001",
    "6BA7B810-9DAD-11D1-80B4-00C04FD430C8",
    "{ffffffffffffffffffffffffffffffff}",
    "00000000-0000-0000-0000-000000000000",
  ],
  json: [
    '{"a":1}',
    "{}",
    "[]",
    '"text"',
    "12.5",
    "12.50",
    '{"b":{"c":"x"},"a":1}',
    '[1,"two",null,{"three":3}]',
    "true",
  ],
};
const bad: Partial<Record<DataTypeName, readonly string[]>> = {
  smallint: ["32768", "x"],
  integer: ["2147483648", "1.5", ""],
  bigint: ["9223372036854775808", "x", "1e3", "null"],
  decimal: ["x", "1,5", ""],
  float: ["x", "1e999"],
  boolean: ["2", "x", ""],
  date: ["2026-02-30", "x", ""],
  timestamp: ["2026-13-01T00:00:00", "x"],
  timestamptz: ["2026-02-30T00:00:00Z", "x"],
  uuid: ["x", "00000000-0000-0000-0000-00000000000"],
  json: ["{", ""],
  text: ["a\u0000b"],
};

/** The text of a value, as a URL has it. */
export function textOf({ type }: Pick<Field, "type">): fc.Arbitrary<string> {
  const ill = bad[type.name] ?? [];
  return fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...(good[type.name] ?? texts)) },
    ...(ill.length === 0 ? [] : [{ weight: 1, arbitrary: fc.constantFrom(...ill) }]),
  );
}

/** A few texts, some of them perhaps null, as in `in.(…)`. */
export function listOf(field: Pick<Field, "type">): fc.Arbitrary<readonly (string | null)[]> {
  const one = fc.oneof({ weight: 12, arbitrary: textOf(field) }, { weight: 1, arbitrary: fc.constant(null) });
  return fc.array(one, { maxLength: 3 });
}

/** Whether one of the values is none of its type. */
export function isIll({ type }: Pick<Field, "type">, value: InputValue): boolean {
  const ill: readonly unknown[] = bad[type.name] ?? [];
  return Array.isArray(value) ? value.some((one) => ill.includes(one)) : ill.includes(value);
}

export const patterns = [
  "%",
  "A%",
  "%a%",
  "_d%",
  "%100\\%",
  "",
  "%'%",
  "open",
  "%Ä%",
  "gr%",
  "%\\_%",
  "____",
  "%😀%",
  "_ end",
  "plain",
];
/** What PostgreSQL's, PCRE's, JavaScript's and ICU's expressions have in common. */
export const expressions = ["^A", "a", "^$", "^.$", "[a-c]+", "(open|paid)", "n$", "^[^a]*$", "\\d", "l{2}", "x*", "ü"];
