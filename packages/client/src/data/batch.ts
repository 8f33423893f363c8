// In charge of several questions in one transaction: all of them take place, or none.

import { IsthmusError, type Texts } from "../error.ts";
import type { Send } from "../request/send.ts";
import type { DataOf, Question } from "../rows.ts";
import { requestOf } from "./request-of.ts";

export type Questions = Readonly<Record<string, Question<unknown>>>;
export type Answers<Q extends Questions> = { -readonly [K in keyof Q]: DataOf<Q[K]> };

interface Part {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * A value that an earlier question of the same batch will have answered.
 *
 * @param path The question's name and the field, e.g. `order.id`.
 */
export function ref<T = never>(path: `${string}.${string}`): T {
  return { $ref: path } as T;
}

export interface BatchOptions {
  readonly signal?: AbortSignal;
  /** Makes the batch safe to send again. */
  readonly idempotencyKey?: string;
}

/** @throws IsthmusError of the question that was refused; then none has taken place. */
export async function askBatch<Q extends Questions>(
  send: Send,
  api: string,
  questions: Q,
  { signal, idempotencyKey }: BatchOptions,
  texts: Texts | undefined,
): Promise<Answers<Q>> {
  const asked = Object.entries(questions).map(([id, question]) => ({ id, ...requestOf(question) }));
  const operations = asked.map(({ id, method, url, headers, body }) => ({
    id,
    method,
    path: url.slice(api.length),
    headers,
    ...(body === undefined ? {} : { body: JSON.parse(body) as unknown }),
  }));
  const { text } = await send({
    method: "POST",
    url: `${api}/batch`,
    headers: {
      "content-type": "application/json",
      ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
    },
    body: JSON.stringify({ operations }),
    signal,
  });
  const { results } = JSON.parse(text) as { results: readonly Part[] };
  return Object.fromEntries(
    asked.map(({ id, one }, index) => [id, dataOf(results[index]?.body, one, texts)]),
  ) as Answers<Q>;
}

function dataOf(body: unknown, one: "single" | "maybe" | undefined, texts: Texts | undefined): unknown {
  if (one !== "maybe" || !Array.isArray(body)) return body ?? null;
  if (body.length > 1)
    throw new IsthmusError(
      { code: "PGRST116", status: 406, reason: `${body.length} rows, where one was asked for` },
      texts,
    );
  return (body[0] as unknown) ?? null;
}
