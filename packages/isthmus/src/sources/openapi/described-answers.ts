// What the document says an API answers: its examples, and values made by its schemas. For when nobody asks the API itself.

import type { DescribedAnswer, DescribedAnswers } from "../shared/http/outside.ts";
import { valueFromSchema } from "../shared/sandbox/from-schema.ts";
import { entriesAt, isObject, type Json, type JsonObject, member, objectAt } from "./document/json.ts";
import { dereference, followPointer } from "./document/pointer.ts";
import type { ApiDocument } from "./document/read.ts";
import { kindOf } from "./introspect/bodies.ts";
import { nameOperations } from "../shared/api/names.ts";
import { type FoundOperation, isNamed, operationsOf, responsesOf } from "./introspect/operations.ts";
import type { OpenApiSettings } from "./options.ts";

/** @param read The document is read when something is first asked of it, and kept: only a sandbox asks. */
export function describedAnswers(
  read: () => Promise<ApiDocument>,
  settings: Pick<OpenApiSettings, "include" | "exclude" | "names">,
): DescribedAnswers {
  let known: Promise<Known> | undefined;
  return async (call) => {
    const { root, operations } = await (known ??= read().then((document) => knownOf(document, settings)));
    const found = operations.get(call.operation);
    if (found === undefined) return undefined;
    return answerOf(root, found, `${call.method} ${call.path}\n${textOf(call.body)}`);
  };
}

interface Known {
  readonly root: JsonObject;
  readonly operations: ReadonlyMap<string, FoundOperation>;
}

function knownOf(document: ApiDocument, settings: Parameters<typeof describedAnswers>[1]): Known {
  const { include, exclude, names: given } = settings;
  const included = operationsOf(document).filter(
    (found) => (include === undefined || isNamed(include, found)) && !isNamed(exclude, found),
  );
  const names = nameOperations(included, given);
  return { root: document.root, operations: new Map(included.map((found, at) => [names[at] ?? "", found])) };
}

/** The same choice as `introspect/answers.ts` makes: the first success, JSON where there is any. */
function answerOf(root: JsonObject, found: FoundOperation, seed: string): DescribedAnswer | undefined {
  const responses = responsesOf(root, found);
  const success =
    responses.find(([status]) => /^20[0-3]$/.test(status)) ??
    responses.find(([status]) => /^2(\d\d|XX)$/i.test(status)) ??
    responses.find(([status]) => status === "default");
  if (success === undefined) return undefined;
  const [code, response] = success;
  const status = /^\d{3}$/.test(code) ? Number(code) : 200;
  const contents = objectAt(response, "content") === undefined ? inSwagger(response) : entriesAt(response, "content");
  const [media, content] = contents.find(([name]) => kindOf(name) === "json") ?? contents[0] ?? [];
  if (media === undefined) return { status, headers: {}, body: nothing, by: "schema" };
  const type = media.includes("*") ? "application/json" : media;
  const written = exampleOf(root, content);
  const schema = member(content, "schema");
  // Nothing is known of it, so nothing is made up.
  if (written === undefined && !saysSomething(schema)) return undefined;
  const value = written ?? valueFromSchema(schema, { seed, follow: (pointer) => followPointer(root, pointer) });
  const body = typeof value === "string" && kindOf(type) !== "json" ? value : JSON.stringify(value);
  return {
    status,
    headers: { "content-type": type },
    body: Buffer.from(body),
    by: written === undefined ? "schema" : "example",
  };
}

const nothing = new Uint8Array();

function saysSomething(schema: Json | undefined): boolean {
  return isObject(schema) && Object.keys(schema).some((key) => key !== "description" && key !== "title");
}

function exampleOf(root: JsonObject, content: Json | undefined): Json | undefined {
  const single = member(content, "example");
  if (single !== undefined) return single;
  const [first] = entriesAt(content, "examples");
  return first === undefined ? undefined : member(dereference(root, first[1]), "value");
}

/** Swagger 2 has examples by medium, and one schema for all. */
function inSwagger(response: JsonObject): readonly (readonly [string, Json])[] {
  const schema = member(response, "schema");
  const examples = entriesAt(response, "examples");
  if (schema === undefined && examples.length === 0) return [];
  const example = examples.find(([media]) => kindOf(media) === "json")?.[1];
  return [
    [
      "application/json",
      { ...(isObject(schema) ? { schema } : {}), ...(example === undefined ? {} : { example }) } as JsonObject,
    ],
  ];
}

function textOf(body: string | Uint8Array | undefined): string {
  return body === undefined ? "" : typeof body === "string" ? body : Buffer.from(body).toString("latin1");
}
