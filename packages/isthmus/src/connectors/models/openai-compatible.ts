// Language models behind the API that OpenAI began and many servers have: OpenAI itself, vLLM, Ollama, llama.cpp, gateways.
// Two budgets, of requests and of tokens, are told by headers, which every source heeds. Answers come whole: there is no streaming.
// Facts: https://platform.openai.com/docs/api-reference, https://platform.openai.com/docs/guides/rate-limits.

import { z } from "zod";
import { defineConnector } from "../define-connector.ts";

const text = { type: "string" } as const;
const id = { ...text, required: true } as const;
const count = { type: "integer" } as const;
const usage = {
  type: "object",
  properties: { prompt_tokens: count, completion_tokens: count, total_tokens: count },
} as const;
const choice = {
  type: "object",
  properties: {
    index: count,
    message: {
      type: "object",
      properties: { role: text, content: { type: ["string", "null"] }, tool_calls: { type: "array" } },
    },
    finish_reason: { type: ["string", "null"] },
  },
} as const;
const model = { type: "object", properties: { id: text, object: text, created: count, owned_by: text } } as const;

/** @example openaiCompatible({ server: "https://api.openai.com/v1", key: secret("OPENAI_KEY") }) */
export const openaiCompatible = defineConnector({
  kind: "http",
  options: {
    /** Up to where `/chat/completions` follows: `https://api.openai.com/v1`. */
    server: z.url({ protocol: /^https?$/ }),
    /** Default: none, as of a server of one's own. */
    key: z.string().min(1).optional(),
    organization: z.string().min(1).optional(),
    project: z.string().min(1).optional(),
  },
  sandbox: { simulator: "models" },
  describe: ({ server, key, organization, project }) => ({
    server,
    ...(key === undefined ? {} : { auth: { bearer: key } }),
    headers: {
      ...(organization === undefined ? {} : { "openai-organization": organization }),
      ...(project === undefined ? {} : { "openai-project": project }),
    },
    // A model thinks for longer than a database does.
    timeout: 120_000,
    calls: {
      complete: {
        request: "POST /chat/completions",
        description: "The next message of a conversation.",
        input: {
          model: id,
          messages: {
            type: "array",
            required: true,
            minItems: 1,
            items: {
              type: "object",
              required: ["role"],
              properties: {
                role: { type: "string", enum: ["developer", "system", "user", "assistant", "tool"] },
                content: {},
                name: text,
                tool_call_id: text,
                tool_calls: { type: "array" },
              },
            },
          },
          max_completion_tokens: { ...count, minimum: 1 },
          max_tokens: { ...count, minimum: 1, description: "The older name, which servers other than OpenAI's know." },
          temperature: { type: "number", minimum: 0, maximum: 2 },
          top_p: { type: "number", minimum: 0, maximum: 1 },
          stop: {},
          seed: count,
          response_format: { type: "object" },
          tools: { type: "array", items: { type: "object" } },
          tool_choice: {},
          reasoning_effort: text,
          user: text,
        },
        output: {
          type: "object",
          properties: { id: text, model: text, created: count, choices: { type: "array", items: choice }, usage },
        },
      },
      embed: {
        request: "POST /embeddings",
        description: "The same text has the same place: answers are kept.",
        input: {
          model: id,
          input: { anyOf: [text, { type: "array", items: text }], required: true },
          dimensions: { ...count, minimum: 1 },
        },
        output: {
          type: "object",
          properties: {
            model: text,
            data: {
              type: "array",
              items: {
                type: "object",
                properties: { index: count, embedding: { type: "array", items: { type: "number" } } },
              },
            },
            usage,
          },
        },
      },
      list_models: {
        request: "GET /models",
        output: { type: "object", properties: { object: text, data: { type: "array", items: model } } },
      },
      get_model: { request: "GET /models/{id}", input: { id }, output: model },
    },
    operations: {
      complete: { failed: errorWithin },
      embed: { effect: "read", cache: { ttl: 86_400_000 }, failed: errorWithin },
      list_models: { cache: { ttl: 300_000 } },
    },
    resources: { models: { list: "list_models", get: "get_model", key: "id", rows: "data", page: false } },
  }),
});

/** Gateways answer 200 before the model does, and write its failure where the answer would be. */
function errorWithin(body: unknown): string | false {
  const { error } = (body ?? {}) as { error?: { message?: unknown } | string | null };
  if (error === undefined || error === null) return false;
  if (typeof error === "string") return error;
  return typeof error.message === "string" ? error.message : "the model failed";
}
