// Values that a body of JSON gives to fields: ordinary ones, spelled as callers spell them, and seldom ill ones.

import fc from "fast-check";
import type { Field, Resource } from "../../src/core/index.ts";
import { textOf } from "./values.ts";

/** Keys that the seed has, and a few that are free. */
const keys = ["1", "2", "3", "5", "10", "11", "100", "9223372036854775807", "70", "71", "-70"];
const documents = [
  "{}",
  "[]",
  '{"a":1}',
  '{"b":{"c":"ü"},"list":[1,2]}',
  '[1,{"two":2}]',
  '"text"',
  "12.5",
  "true",
  '{"a":12345678901234567890}',
];

/** The JSON text of a value that is written. */
export function jsonFor(resource: Resource, field: Field): fc.Arbitrary<string> {
  const { name } = field.type;
  const none = field.nullable ? 2 : 1;
  const some = isKey(resource, field)
    ? fc.constantFrom(...keys)
    : name === "json"
      ? fc.constantFrom(...documents)
      : spelled(field);
  return fc.oneof({ weight: 20, arbitrary: some }, { weight: none, arbitrary: fc.constant("null") });
}

function spelled(field: Field): fc.Arbitrary<string> {
  const { name } = field.type;
  return textOf(field).map((text) => {
    const bare = name === "boolean" || ["smallint", "integer", "bigint", "decimal", "float"].includes(name);
    return bare && /^(-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|true|false)$/.test(text) ? text : JSON.stringify(text);
  });
}

/** It names records, its own or others'. */
export function isKey(resource: Resource, field: Field): boolean {
  return field.name === "id" || field.name.endsWith("_id") || resource.key.includes(field.name);
}

/** One object: the fields given, each but seldom there. */
export function objectOf(resource: Resource, fields: readonly Field[]): fc.Arbitrary<string> {
  const members = fields.map((field) =>
    fc.option(
      jsonFor(resource, field).map((value) => `${JSON.stringify(field.name)}:${value}`),
      { nil: undefined, freq: resource.key.includes(field.name) ? 40 : 6 },
    ),
  );
  return fc.tuple(...members).map((some) => `{${some.filter((member) => member !== undefined).join(",")}}`);
}
