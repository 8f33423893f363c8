import { expect, test } from "vitest";
import { Problem, type DataType, type DataTypeName } from "../../core/index.ts";
import { checkRows } from "./rows.ts";
import { toList, toScalar } from "./values.ts";

const type = (name: DataTypeName, more: Partial<DataType> = {}): DataType => ({ name, native: name, ...more });

test.each<[DataTypeName, unknown, unknown]>([
  ["bigint", "42", 42],
  ["bigint", "9223372036854775807", 9_223_372_036_854_775_807n],
  ["integer", " -7 ", -7],
  ["decimal", "12.30", 12.3],
  ["decimal", "123456789012345678", 123_456_789_012_345_678n],
  ["decimal", "1234567890.12345678901", "1234567890.12345678901"],
  ["float", "1e3", 1000],
  ["boolean", "true", 1],
  ["boolean", "off", 0],
  ["boolean", false, 0],
  ["date", "20260131", "2026-01-31"],
  ["date", "2024-02-29T10:00:00Z", "2024-02-29"],
  ["time", "09:30", "09:30:00"],
  ["timestamp", "2026-01-31T10:20:30.500Z", "2026-01-31 10:20:30.5"],
  ["timestamptz", "2026-01-01T00:30:00+02:00", "2025-12-31 22:30:00"],
  ["uuid", "{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
  ["bytes", "\\x00fF", new Uint8Array([0, 255])],
  ["json", '{"a":1}', '{"a":1}'],
  ["text", 12, "12"],
])("a %s from %j is stored as it compares", (name, value, stored) => {
  expect(toScalar(value, type(name))).toEqual(stored);
});

test.each<[DataTypeName, unknown, string, string]>([
  ["integer", "abc", "22P02", 'invalid input syntax for type integer: "abc"'],
  ["integer", "2147483648", "22003", 'value "2147483648" is out of range for type integer'],
  ["bigint", "9223372036854775808", "22003", 'value "9223372036854775808" is out of range for type bigint'],
  ["bigint", "1.5", "22P02", 'invalid input syntax for type bigint: "1.5"'],
  ["decimal", ".", "22P02", 'invalid input syntax for type numeric: "."'],
  ["float", "1e999", "22003", '"1e999" is out of range for type double precision'],
  ["boolean", "maybe", "22P02", 'invalid input syntax for type boolean: "maybe"'],
  ["date", "2026-02-29", "22008", 'date/time field value out of range: "2026-02-29"'],
  ["timestamp", "yesterday-ish", "22007", 'invalid input syntax for type timestamp: "yesterday-ish"'],
  ["uuid", "123", "22P02", 'invalid input syntax for type uuid: "123"'],
  ["bytes", "zz", "22P02", 'invalid input syntax for type bytea: "zz"'],
  ["json", "{", "22P02", "invalid input syntax for type json"],
  ["text", "a\u0000b", "22021", 'invalid byte sequence for encoding "UTF8": 0x00'],
])("a %s does not take %j", (name, value, code, message) => {
  const thrown = (() => {
    try {
      return toScalar(value, type(name));
    } catch (problem) {
      return problem;
    }
  })();
  expect(thrown).toBeInstanceOf(Problem);
  expect(thrown).toMatchObject({ code, message, category: "invalid" });
});

test("a list is JSON whose whole numbers keep their digits, and a missing one is empty", () => {
  expect(toList(["1", "9007199254740993", null], type("bigint"))).toBe("[1,9007199254740993,null]");
  expect(toList(undefined, type("text"))).toBe("[]");
});

const fields = new Map([
  ["id", type("bigint")],
  ["name", type("text", { maxLength: 3 })],
  ["paid", type("boolean")],
  ["at", type("timestamp")],
  ["data", type("json")],
]);

test("a body in stored form is handed on untouched", () => {
  const body =
    '[{"id": 9223372036854775807, "name": "abc", "paid": true, "at": "2026-01-01 00:00:00", "data": {"x": [1]}, "other": 1}]';
  expect(checkRows(body, fields)).toBe(body);
});

test("a body's values are brought into stored form without loss", () => {
  expect(
    checkRows(
      '{"id":"9007199254740993","name":"ab   ","paid":"t","at":"2026-01-01T00:00:00Z","data":12345678901234567890}',
      fields,
    ),
  ).toBe('{"id":9007199254740993,"name":"ab ","paid":1,"at":"2026-01-01 00:00:00","data":12345678901234567890}');
});

test.each([
  ['{"id":"abc"}', "22P02"],
  ['[{"id":1},{"id":1.5}]', "22P02"],
  ['{"id":9223372036854775808}', "22003"],
  ['{"name":"abcd"}', "22001"],
  ['{"name":"a\\u0000"}', "22P05"],
  ['{"at":"2026-13-01"}', "22008"],
  ['{"paid":2}', "22P02"],
  ["[1]", "22023"],
  ["{", "PGRST102"],
])("the body %s is refused with %s", (body, code) => {
  expect(() => checkRows(body, fields)).toThrow(expect.objectContaining({ code, category: "invalid" }));
});

test("a key named like an inherited property is no field", () => {
  expect(checkRows('{"__proto__":{"id":"abc"},"constructor":"x"}', fields)).toContain("constructor");
});

test.each([
  ['{"price":1234567890.12345678}', {}],
  ['{"price":"1234567890.12345678"}', {}],
  ['{"price":1234567890123456789}', {}],
  ['{"price":0.30000000000000004}', {}],
])("a decimal that would lose digits is refused by the name of its field: %s", (body, more) => {
  expect(() => checkRows(body, new Map([["price", type("decimal", more)]]))).toThrow(
    /^value of field "price" has more digits/,
  );
});

test.each([
  ['{"price":0.30000000000000004}', { precision: 10, scale: 2 }],
  ['{"price":123456789012345678}', {}],
  ['{"price":"1.5000000000000000000"}', {}],
  ['{"price":123456.78901}', {}],
])("a decimal that loses nothing is taken: %s", (body, more) => {
  expect(() => checkRows(body, new Map([["price", type("decimal", more)]]))).not.toThrow();
});
