// What an operation answers when all is well: the first of its successes, in the medium that says most.

import type { ReturnSchema } from "../../../core/index.ts";
import type { AnswerBinding } from "../binding.ts";
import type { ApiDocument } from "../document/read.ts";
import { entriesAt, isText, type JsonObject, listAt, member, textAt } from "../document/json.ts";
import { resolved, type Schema } from "../../shared/api/schema.ts";
import { fieldsOf } from "./answered-rows.ts";
import { kindOf } from "./bodies.ts";
import { dataTypeOf } from "../../shared/api/data-types.ts";
import { flatObject } from "../../shared/api/flatten.ts";
import { type FoundOperation, responsesOf } from "./operations.ts";
import type { Schemas } from "./schemas.ts";

export interface DescribedAnswer {
  readonly binding: AnswerBinding;
  readonly returns: ReturnSchema;
  /** Of JSON. */
  readonly schema?: Schema;
}

const nothing: DescribedAnswer = {
  binding: { kind: "none", accept: "*/*" },
  returns: { many: false, shape: "void" },
};

/** @param strict Answers will be held to the schema, so it is kept. */
export function answerOf(
  document: ApiDocument,
  found: FoundOperation,
  schemas: Schemas,
  strict: boolean,
): DescribedAnswer {
  if (found.method === "HEAD") return nothing;
  const content = contentOf(document, found);
  if (content === undefined) return nothing;
  const [media, described] = content;
  const kind = kindOf(media);
  if (kind === "text" || kind === "form" || kind === "multipart") {
    return {
      binding: { kind: "text", accept: media },
      returns: { many: false, shape: "scalar", type: { name: "text", native: media } },
    };
  }
  if (kind === "bytes") {
    return {
      binding: { kind: "bytes", accept: media },
      returns: {
        many: false,
        shape: "scalar",
        type: { name: "bytes", native: media, ...(media.includes("*") ? {} : { media }) },
      },
    };
  }
  const schema = described === undefined ? {} : schemas.of(described);
  return {
    binding: { kind: "json", accept: media.includes("*") ? "application/json" : media, ...(strict ? { schema } : {}) },
    returns: returnsOf(schema, schemas.shared),
    schema,
  };
}

function contentOf(
  document: ApiDocument,
  found: FoundOperation,
): readonly [string, JsonObject | undefined] | undefined {
  const responses = responsesOf(document.root, found);
  const success =
    responses.find(([status]) => /^20[0-3]$/.test(status)) ??
    responses.find(([status]) => /^2(\d\d|XX)$/i.test(status)) ??
    responses.find(([status]) => status === "default");
  if (success === undefined) return undefined;
  const [, response] = success;
  if (document.version === "2.0") {
    const schema = member(response, "schema");
    if (schema === undefined) return undefined;
    const produced = [...listAt(found.operation, "produces"), ...listAt(document.root, "produces")].filter(isText);
    const file = textAt(schema, "type") === "file";
    const media = file
      ? (produced[0] ?? "application/octet-stream")
      : (produced.find((one) => kindOf(one) === "json") ?? produced[0] ?? "application/json");
    return [file && kindOf(media) === "json" ? "application/octet-stream" : media, schema as JsonObject];
  }
  const content = entriesAt(response, "content");
  const chosen = content.find(([media]) => kindOf(media) === "json") ?? content[0];
  return chosen === undefined ? undefined : [chosen[0], member(chosen[1], "schema") as JsonObject | undefined];
}

/** Objects, and lists of them, are rows, whose fields can be asked for one by one. */
function returnsOf(given: Schema, shared: Readonly<Record<string, Schema>>): ReturnSchema {
  const schema = resolved(given, shared) ?? {};
  const many = schema.types?.length === 1 && schema.types[0] === "array";
  const flat = flatObject(many ? (schema.items ?? {}) : schema, shared);
  if (flat === undefined) return { many: false, shape: "scalar", type: dataTypeOf(schema, shared) };
  const fields = fieldsOf(flat, shared);
  return { many, shape: "row", fields };
}
