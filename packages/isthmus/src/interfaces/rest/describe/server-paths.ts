// Paths that belong to no resource: the document itself, and the batch.

import { reference, type Part } from "./document.ts";
import { shared } from "./shared-parameters.ts";
import { readFailures, writeFailures } from "./shared-responses.ts";

export const serverTag = "Server";

export const documentPath: Part = {
  get: {
    operationId: "describe",
    summary: "Read this document",
    description: "What you may do here, as an OpenAPI document. It is made for who asks: sign in to see more.",
    tags: [serverTag],
    parameters: shared("ifNoneMatch"),
    responses: {
      200: { description: "This document.", content: { "application/openapi+json": { schema: { type: "object" } } } },
      304: reference("responses", "notModified"),
      ...readFailures,
    },
  },
};

export const batchPath: Part = {
  post: {
    operationId: "batch",
    summary: "Do several things, or none of them",
    description:
      'Carries out the operations in one transaction, in their order. If one fails, none has happened, and the answer is its error.\n\nA later operation may use what an earlier one returned: `{"$ref": "order.id"}` as a value in its body, or `{{order.id}}` as the value of a filter, is the field `id` of the first row of the operation whose `id` is `order`.',
    tags: [serverTag],
    parameters: shared("idempotencyKey"),
    requestBody: { required: true, content: { "application/json": { schema: reference("schemas", "Batch") } } },
    responses: {
      200: {
        description: "All is done; the answers stand in the order of the operations.",
        content: { "application/json": { schema: reference("schemas", "BatchResults") } },
      },
      ...writeFailures,
    },
  },
};

const headers: Part = { type: "object", additionalProperties: { type: "string" } };

export const batchSchemas: Readonly<Record<string, Part>> = {
  Batch: {
    type: "object",
    required: ["operations"],
    properties: {
      operations: {
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          required: ["method", "path"],
          properties: {
            id: {
              type: "string",
              pattern: "^[A-Za-z_][A-Za-z0-9_-]*$",
              description: "A name for later operations to refer to; its number, from 0, does too.",
            },
            method: { type: "string", enum: ["GET", "POST", "PUT", "PATCH", "DELETE"] },
            path: { type: "string", pattern: "^/", description: "Path and query, as if it were asked for by itself." },
            headers,
            body: { description: "Any JSON value; CSV as a text." },
          },
        },
      },
    },
  },
  BatchResults: {
    type: "object",
    required: ["results"],
    properties: {
      results: {
        type: "array",
        items: {
          type: "object",
          required: ["status", "headers", "body"],
          properties: {
            status: { type: "integer" },
            headers: { type: "object", description: "By their names in lower case." },
            body: { description: "JSON as it is; other bodies as a text; null if there is none." },
          },
        },
      },
    },
  },
};
