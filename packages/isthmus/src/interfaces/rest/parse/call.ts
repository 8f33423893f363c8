// `/rpc/name`: a call of a database function, by GET with its arguments in the query or by POST with them in the body.

import type { Call, Operation, ParameterSchema, Query, Value } from "../../../core/index.ts";
import type { Media } from "../context.ts";
import { contentType, formPairs, notAcceptable, rowsOfBody } from "./body.ts";
import type { ContentType } from "./body.ts";
import type { Facts, Parsed } from "./facts.ts";
import { contextOf, workOf } from "./facts.ts";
import type { Found } from "./find-operation.ts";
import { findOperation } from "./find-operation.ts";
import { addInput, addTaken } from "./inputs.ts";
import type { Answerable } from "./media.ts";
import { negotiate } from "./media.ts";
import type { Parameters } from "./parameters.ts";
import { parseParameters } from "./parameters.ts";
import { appliedOf, heeded, refuseUnknown } from "./preferences.ts";
import { notEmbedded, nulCharacter, singleCallAffected } from "./problems.ts";
import { rangeHeader, topPage } from "./range.ts";
import { withoutTop } from "./read.ts";
import type { Rows, Work } from "./rows.ts";
import { rowsOf, rowsOfOperation } from "./rows.ts";
import { columnsOf, topQuery } from "./top-query.ts";
import type { Level } from "./tree.ts";
import { legacyNames, treeOf } from "./tree.ts";

/** What a call is given, before it is known which function takes it. */
interface Given {
  readonly names: readonly string[];
  readonly pairs: readonly { readonly name: string; readonly value: string; readonly slot: number }[];
  /** Text of one JSON object, whose keys are the arguments. */
  readonly object?: string;
  readonly raw?: string;
}

export function parseCall(facts: Facts, name: string): Parsed {
  const { request, asked, catalog, limits, profile } = facts;
  const post = request.method === "POST";
  const parameters = parseParameters(facts.parameters, limits, post ? "call" : "call-by-get");
  const page = parameters.pages.get("") ?? { path: [] };
  const top = topPage(
    page.limit?.value,
    page.offset?.value,
    request.method === "GET" ? rangeHeader(request.headers["range"]) : undefined,
  );
  const type = post ? contentType(request) : "json";
  const given = post ? givenByBody(facts, parameters, type) : givenByQuery(parameters);
  const names = [...new Set(given.names)].sort();
  const found = findOperation(catalog, { namespace: profile.namespace, name, given: names, type, post });
  const root = treeOf({ ...parameters, pages: withoutTop(parameters.pages) }, { rootConditions: true, pages: true });
  const media = negotiate(request.headers["accept"], answerable(found.operation));
  const work = workOf(facts);
  const query = queryOf(facts, work, found.operation, parameters, root, media);
  const statement = callOf(facts, work, found, given, query, media);
  refuseUnknown(asked);
  const { returns } = found.operation;
  if (asked.handling === "strict" && asked.maxAffected !== undefined && !returns.many) throw singleCallAffected();
  const applied = appliedOf(heeded(asked, facts.catalog.sources.get(found.operation.source)), "call", false);
  const warning = legacyNames(root);
  return {
    statement,
    inputs: work.inputs,
    page,
    top,
    context: {
      ...contextOf(facts, "call"),
      target: found.operation.id,
      media,
      ...(applied === undefined ? {} : { applied }),
      ...(warning === undefined ? {} : { warning }),
      ...(query !== undefined && media.kind === "csv" ? { columns: columnsOf(query) } : {}),
      ...(returns.shape === "scalar" ? { scalar: true } : {}),
      ...(returns.shape === "void" ? { returnsVoid: true } : {}),
    },
  };
}

function givenByQuery({ arguments: given }: Parameters): Given {
  return {
    names: given.map(({ key }) => key),
    pairs: given.map(({ key, value, slot }) => ({ name: key, value, slot })),
  };
}

function givenByBody({ request, limits }: Facts, { columns }: Parameters, type: ContentType): Given {
  if (type === "form") {
    const pairs = formPairs(request.body).map(([name, value]) => ({ name, value, slot: -1 }));
    return { names: pairs.map(({ name }) => name), pairs };
  }
  if (type === "text" || type === "xml" || type === "bytes") {
    if (type !== "bytes" && request.body.includes("\0")) throw nulCharacter();
    return { names: [], pairs: [], raw: request.body };
  }
  if (type === "other") throw notAcceptable(request);
  const rows =
    request.body === "" && type === "json"
      ? { text: "{}", keys: [] }
      : rowsOfBody(request, limits, columns !== undefined);
  return {
    names: columns ?? rows.keys,
    pairs: [],
    object: rows.text,
    raw: type === "json" && request.body !== "" ? request.body : rows.text,
  };
}

/** One value can also be given as it is. */
function answerable({ returns }: Operation): Answerable {
  if (returns.shape !== "scalar" || returns.many) return "rows";
  const media = returns.type?.media;
  if (media !== undefined) return { media, bytes: returns.type?.name === "bytes" };
  if (returns.type?.name === "bytes") return "bytes";
  if (returns.type?.native === "xml") return "xml";
  return returns.type?.name === "text" ? "text" : "rows";
}

/** Only rows can be selected from, filtered and ordered. */
function queryOf(
  facts: Facts,
  work: Work,
  operation: Operation,
  parameters: Parameters,
  root: Level,
  media: Media,
): Query | undefined {
  const rows = rowsReturned(facts, operation);
  if (rows !== undefined) return topQuery(facts, work, rows, parameters, root, media);
  const [embedded] = root.children;
  if (embedded?.relation !== undefined) throw notEmbedded(embedded.relation.target);
  return undefined;
}

function rowsReturned({ catalog }: Facts, operation: Operation): Rows | undefined {
  const { shape, resource, fields } = operation.returns;
  const known = resource === undefined ? undefined : catalog.resources.get(resource);
  if (shape === "resource" && known !== undefined) return rowsOf(known);
  return shape === "row" && fields !== undefined && fields.size > 0 ? rowsOfOperation(operation) : undefined;
}

function callOf(facts: Facts, work: Work, found: Found, given: Given, query: Query | undefined, media: Media): Call {
  const { operation, overload } = found;
  const { asked, request } = facts;
  return {
    kind: "call",
    operation: operation.id,
    overload,
    ...argumentsOf(work, found, given),
    readOnly: request.method !== "POST" || operation.effect === "read",
    ...(query === undefined ? {} : { query }),
    ...(media.kind === "object" && operation.returns.shape !== "scalar" ? { single: true } : {}),
    ...(asked.handling === "strict" && asked.maxAffected !== undefined
      ? { maxAffected: addInput(work.inputs, asked.maxAffected) }
      : {}),
  };
}

function argumentsOf(
  work: Work,
  { operation, whole }: Found,
  given: Given,
): Pick<Call, "arguments" | "wholeBody" | "object"> {
  if (whole) return { arguments: [], wholeBody: addInput(work.inputs, given.raw ?? "", { from: "body" }) };
  const known = argumentsTaken(operation, given);
  if (given.object !== undefined) {
    if (known.length === 0) return { arguments: [] };
    const value = addInput(work.inputs, given.object, { from: "body" });
    return { arguments: [], object: { names: known.map(({ name }) => name), value } };
  }
  return {
    arguments: known.map(({ name, variadic }) => ({
      name,
      value: argument(
        work,
        given.pairs.filter((pair) => pair.name === name),
        variadic,
      ),
    })),
  };
}

/** Who checks his arguments himself is given those that he does not know as well. */
function argumentsTaken(
  { parameters, lenient }: Operation,
  { names }: Given,
): readonly Pick<ParameterSchema, "name" | "variadic">[] {
  const known = parameters.filter(({ name }) => names.includes(name));
  if (lenient !== true) return known;
  const others = new Set(names).difference(new Set(parameters.map(({ name }) => name)));
  return [...known, ...[...others].map((name) => ({ name, variadic: false }))];
}

/** A variadic parameter may be repeated; of others, the last one counts. */
function argument(work: Work, pairs: Given["pairs"], variadic: boolean): Value {
  const last = pairs.at(-1);
  if (variadic) {
    const fixed = pairs.map(({ value }) => value);
    return addInput(work.inputs, fixed, { from: "repeated", slots: pairs.map(({ slot }) => slot), fixed });
  }
  return addTaken(work.inputs, last?.value ?? "", "text", last?.slot ?? -1);
}
