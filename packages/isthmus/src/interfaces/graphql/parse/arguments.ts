// The arguments of a field, by name, and what they choose: rows, an order, a page.

import { type FieldNode, getNamedType, type GraphQLField, type GraphQLInputObjectType } from "graphql";
import type { Condition, Order, Query, RelationSelection, Selection } from "../../../core/index.ts";
import { inputMeaningOf } from "../schema/meaning.ts";
import { unsupported } from "../../../core/index.ts";
import type { Collected } from "./collect.ts";
import { type Given, givenOf, isNull, itemsOf, membersOf, now } from "./given.ts";
import { badVariable } from "./problems.ts";
import { addCount } from "./values.ts";
import { conditionOf } from "./where.ts";
import type { Inputs, Work } from "./work.ts";

export type Field = GraphQLField<unknown, unknown>;
export type Arguments = ReadonlyMap<string, Given>;

/** Those that are null or have no value are left out, but for `keep`. */
export function argumentsOf(work: Work, { nodes }: Collected): Arguments {
  const node: FieldNode | undefined = nodes[0];
  const given = new Map<string, Given>();
  for (const { name, value } of node?.arguments ?? []) {
    const one = givenOf(value, work.variables);
    if (one !== undefined && !isNull(one)) given.set(name.value, one);
  }
  return given;
}

export function inputTypeOf(field: Field, argument: string): GraphQLInputObjectType {
  const found = field.args.find(({ name }) => name === argument);
  if (found === undefined) throw new Error(`${field.name} has no argument ${argument}`);
  return getNamedType(found.type) as GraphQLInputObjectType;
}

export function whereOf(inputs: Inputs, field: Field, given: Arguments): { readonly where?: Condition } {
  const value = given.get("where");
  if (value === undefined) return {};
  const where = conditionOf(inputs, inputTypeOf(field, "where"), value);
  return where === undefined ? {} : { where };
}

/** What the rows are ordered by, and the relations that the order runs through. */
export interface Ordered {
  readonly order: readonly Order[];
  readonly through: readonly RelationSelection[];
}

export function orderOf(field: Field, given: Arguments): Ordered {
  const value = given.get("order_by");
  if (value === undefined) return { order: [], through: [] };
  const type = inputTypeOf(field, "order_by");
  const through = new Map<string, RelationSelection>();
  const order = itemsOf(value).flatMap((item) => termsOf(type, item, through));
  return { order, through: [...through.values()] };
}

function termsOf(
  type: GraphQLInputObjectType,
  given: Given,
  through: Map<string, RelationSelection>,
  via?: string,
): readonly Order[] {
  const fields = type.getFields();
  return membersOf(given).flatMap(([name, value]): readonly Order[] => {
    const field = fields[name];
    if (field === undefined || isNull(value)) throw badVariable(`order_by.${name} must not be null`);
    const meaning = inputMeaningOf(field);
    if (meaning.kind === "field")
      return [
        { by: { field: meaning.field.name }, ...(via === undefined ? {} : { through: via }), ...direction(now(value)) },
      ];
    if (meaning.kind !== "relation") return [];
    if (via !== undefined)
      throw unsupported(
        "An order through more than one relation",
        "Make a computed field or a view of what is ordered by",
      );
    // A name that no field of an answer can have.
    const as = `order by ${name}`;
    through.set(as, {
      kind: "relation",
      as,
      relation: meaning.relation.name,
      join: "left",
      spread: false,
      hidden: true,
      query: { kind: "query", resource: meaning.target.resource.id, select: [], answer: { as: "one" } },
    });
    return termsOf(getNamedType(field.type) as GraphQLInputObjectType, value, through, as);
  });
}

function direction(value: unknown): Pick<Order, "direction" | "nulls"> {
  const [way, ...nulls] = String(value).split("_");
  const place = nulls.at(-1);
  return {
    direction: way === "desc" ? "desc" : "asc",
    ...(place === "first" || place === "last" ? { nulls: place } : {}),
  };
}

/** All that chooses rows, as members of a query. */
export function choiceOf(
  inputs: Inputs,
  field: Field,
  given: Arguments,
): { readonly query: Partial<Query>; readonly hidden: readonly Selection[] } {
  const { where } = whereOf(inputs, field, given);
  const { order, through } = orderOf(field, given);
  const limit = given.get("limit");
  const offset = given.get("offset");
  return {
    query: {
      ...(where === undefined ? {} : { where }),
      ...(order.length === 0 ? {} : { order }),
      ...(limit === undefined ? {} : { limit: addCount(inputs, limit, "limit", true) }),
      ...(offset === undefined ? {} : { offset: addCount(inputs, offset, "offset", false) }),
    },
    hidden: through,
  };
}
