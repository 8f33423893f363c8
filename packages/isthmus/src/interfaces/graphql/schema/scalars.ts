// The scalars beyond GraphQL's own five, under the names that PostgreSQL's users know. An answer holds what the database
// writes into JSON; what comes in is looked at for its JSON type alone, since the source knows its values best.

import { GraphQLBoolean, GraphQLFloat, GraphQLInt, GraphQLScalarType, GraphQLString } from "graphql";
import type { DataType } from "../../../core/index.ts";

/** What a value of a scalar may be in JSON. */
export type Accepted = "text" | "number" | "number-or-text" | "any";

interface Described {
  readonly description: string;
  readonly accepts: Accepted;
}

const described: Readonly<Record<string, Described>> = {
  bigint: {
    description:
      "A whole number of 64 bits. Answered as a JSON number with all its digits; taken as a number or as text.",
    accepts: "number-or-text",
  },
  numeric: {
    description: "A decimal number. Answered as a JSON number with all its digits; taken as a number or as text.",
    accepts: "number-or-text",
  },
  date: { description: "A day: `2026-03-01`.", accepts: "text" },
  time: { description: "A time of day: `10:00:00`.", accepts: "text" },
  timestamp: { description: "A date and time without a zone: `2026-03-01T10:00:00`.", accepts: "text" },
  timestamptz: { description: "A moment, with its offset: `2026-03-01T10:00:00+00:00`.", accepts: "text" },
  interval: { description: "A span of time, as the database spells it: `1 day 02:00:00`.", accepts: "text" },
  uuid: { description: "A UUID.", accepts: "text" },
  json: { description: "Any JSON value.", accepts: "any" },
  bytea: { description: "Bytes, as hexadecimal digits behind `\\x`.", accepts: "text" },
};

const scalars: ReadonlyMap<string, GraphQLScalarType> = new Map(
  Object.entries(described).map(([name, { description }]) => [name, new GraphQLScalarType({ name, description })]),
);

export const ownScalars: readonly GraphQLScalarType[] = [...scalars.values()];

/** What is taken for a scalar of ours; `undefined` for GraphQL's own. */
export function acceptedBy(name: string): Accepted | undefined {
  return Object.hasOwn(described, name) ? described[name]?.accepts : undefined;
}

export function scalar(name: string): GraphQLScalarType {
  const found = scalars.get(name);
  if (found === undefined) throw new Error(`there is no scalar ${name}`);
  return found;
}

/** The scalar for a type that is neither a list nor an enum with names. */
export function scalarFor(type: DataType): GraphQLScalarType {
  switch (type.name) {
    case "smallint":
    case "integer":
      return GraphQLInt;
    case "float":
      return GraphQLFloat;
    case "boolean":
      return GraphQLBoolean;
    case "bigint":
      return scalar("bigint");
    case "decimal":
      return scalar("numeric");
    case "bytes":
      return scalar("bytea");
    case "date":
    case "time":
    case "timestamp":
    case "timestamptz":
    case "interval":
    case "uuid":
      return scalar(type.name);
    case "json":
    case "composite":
    case "array":
      return scalar("json");
    case "text":
    case "enum":
    case "range":
    case "textsearch":
    case "other":
      return GraphQLString;
    default:
      return type.name satisfies never;
  }
}
