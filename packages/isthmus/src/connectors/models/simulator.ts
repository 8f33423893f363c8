// Language models, in the manner of OpenAI: answers made of the question, the same in every run, with the headers of both budgets.
// Facts of the API: https://platform.openai.com/docs/api-reference.

import { createDice } from "../../sources/shared/sandbox/dice.ts";
import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { SimulatedAnswer, SimulatedCall } from "../../sources/shared/sandbox/simulator.ts";

type Given = Readonly<Record<string, unknown>>;

/** `busy` has used up its tokens, `broken` fails within an answer of success. */
const models = ["sandbox", "sandbox-embedding", "sandbox-busy", "sandbox-broken"];
const usualDimensions = 8;
const mostDimensions = 3_072;

const base = "/v1";

export const modelSimulator = defineSimulator({
  title: "Language models, in the manner of OpenAI",
  state: () => ({}),
  routes: Object.fromEntries(
    // Servers have it below /v1 or at once.
    [base, ""].flatMap((prefix) => [
      [`POST ${prefix}/chat/completions`, complete],
      [`POST ${prefix}/embeddings`, embed],
      [`GET ${prefix}/models`, () => ({ body: { object: "list", data: models.map(described) } })],
      [
        `GET ${prefix}/models/{model}`,
        ({ parameters }: SimulatedCall<unknown>) => {
          const model = parameters["model"] ?? "";
          return models.includes(model) ? { body: described(model) } : unknownModel(model);
        },
      ],
    ]),
  ),
});

function complete(call: SimulatedCall<unknown>): SimulatedAnswer {
  const given = objectOf(call.body);
  const model = String(given["model"]);
  if (!models.includes(model)) return unknownModel(model);
  const messages: readonly unknown[] = Array.isArray(given["messages"]) ? given["messages"] : [];
  if (messages.length === 0) return refusal(400, "`messages` has at least one message.", "messages");
  if (model === "sandbox-broken") return { body: { error: { message: "The model is not loaded.", code: 503 } } };
  const asked = textOf(objectOf(messages.at(-1))["content"]);
  const text = `The sandbox was asked: ${asked.slice(0, 2_000)}`;
  const [prompt, completion] = [tokensOf(JSON.stringify(messages)), tokensOf(text)];
  return {
    headers: budgetOf(model),
    body: {
      id: `chatcmpl-sandbox-${call.next()}`,
      object: "chat.completion",
      created: Math.floor(call.now() / 1000),
      model,
      choices: [{ index: 0, message: { role: "assistant", content: text }, logprobs: null, finish_reason: "stop" }],
      usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
    },
  };
}

function embed({ body }: SimulatedCall<unknown>): SimulatedAnswer {
  const given = objectOf(body);
  const model = String(given["model"]);
  if (!models.includes(model)) return unknownModel(model);
  const texts = (Array.isArray(given["input"]) ? given["input"] : [given["input"]]).slice(0, 2_048).map(String);
  const dimensions = Math.min(mostDimensions, Math.max(1, Number(given["dimensions"]) || usualDimensions));
  const tokens = texts.reduce((sum, text) => sum + tokensOf(text), 0);
  return {
    headers: budgetOf(model),
    body: {
      object: "list",
      model,
      data: texts.map((text, index) => ({ object: "embedding", index, embedding: placeOf(text, dimensions) })),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    },
  };
}

/** Of length one, as a model's are. */
function placeOf(text: string, dimensions: number): readonly number[] {
  const raw = Array.from({ length: dimensions }, (_, at) => createDice(`${at}:${text}`).between(-1_000, 1_000));
  const length = Math.hypot(...raw) || 1;
  return raw.map((value) => value / length);
}

function budgetOf(model: string): Readonly<Record<string, string>> {
  return {
    "x-ratelimit-limit-requests": "60",
    "x-ratelimit-limit-tokens": "150000",
    "x-ratelimit-remaining-requests": "59",
    "x-ratelimit-remaining-tokens": model === "sandbox-busy" ? "0" : "149000",
    "x-ratelimit-reset-requests": "1s",
    "x-ratelimit-reset-tokens": "1m7.5s",
  };
}

function described(id: string): Given {
  return { id, object: "model", created: 1_767_225_600, owned_by: "sandbox" };
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  return Array.isArray(content) ? content.map((part) => textOf(objectOf(part)["text"])).join(" ") : "";
}

function unknownModel(model: string): SimulatedAnswer {
  return refusal(404, `The model \`${model.slice(0, 100)}\` does not exist.`, "model", "model_not_found");
}

function refusal(status: number, message: string, parameter: string, code: string | null = null): SimulatedAnswer {
  return { status, body: { error: { message, type: "invalid_request_error", param: parameter, code } } };
}

function objectOf(value: unknown): Given {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Given) : {};
}
