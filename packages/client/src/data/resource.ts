// In charge of postgrest-js: its builder for a resource, whose questions go our requests' way and whose errors are ours.

import { type PostgrestBuilder, PostgrestQueryBuilder } from "@supabase/postgrest-js";
import { toIsthmusError, type Texts } from "../error.ts";
import type { Outcome } from "../rows.ts";
import type { Send } from "../request/send.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- the builder's own types are replaced by rows.ts
type Loose = any;
type Builder = PostgrestBuilder<Loose, unknown>;

export interface ResourceOptions {
  /** Where REST is, without a slash at its end. */
  readonly api: string;
  readonly send: Send;
  readonly texts: Texts | undefined;
}

/** Methods that begin a question. */
const verbs = ["select", "insert", "upsert", "update", "delete"] as const;

export function openResource(id: string, { api, send, texts }: ResourceOptions): object {
  const dot = id.indexOf(".");
  const name = dot < 0 ? id : id.slice(dot + 1);
  const table = new PostgrestQueryBuilder<Loose, Loose, Loose>(new URL(`${api}/${encodeURIComponent(name)}`), {
    ...(dot < 0 ? {} : { schema: id.slice(0, dot) }),
    fetch: fetchBy(send),
    retry: false,
  });
  return Object.fromEntries(
    verbs.map((verb) => [
      verb,
      (...given: Loose[]) => ownErrors((table[verb] as (...given: Loose[]) => Builder)(...given), texts),
    ]),
  );
}

/** What postgrest-js needs of `fetch`. A refusal is thrown, as an IsthmusError. */
function fetchBy(send: Send): typeof fetch {
  const fetched = async (url: unknown, init: RequestInit = {}) => {
    const { status, statusText, headers, text } = await send({
      method: init.method ?? "GET",
      url: String(url),
      headers: init.headers as Record<string, string>,
      body: (init.body ?? undefined) as string | undefined,
      signal: init.signal ?? undefined,
    });
    return { ok: true, status, statusText, headers, text: () => Promise.resolve(text) };
  };
  return fetched as unknown as typeof fetch;
}

/** The builder stays one object through all its methods, so that one `then` of its own is enough. */
function ownErrors(builder: Builder, texts: Texts | undefined): Builder {
  const ask = builder.then.bind(builder) as (
    ok: (o: Outcome<unknown>) => unknown,
    no: (e: unknown) => unknown,
  ) => Promise<Outcome<unknown>>;
  const state = builder as unknown as { shouldThrowOnError: boolean };
  let throws = false;
  builder.throwOnError = () => {
    throws = true;
    return builder as never;
  };
  const then: PromiseLike<Outcome<unknown>>["then"] = (fulfilled, rejected) => {
    // Thrown errors come through postgrest-js as they are; given ones would be its own.
    state.shouldThrowOnError = true;
    return ask(
      (outcome) => outcome,
      (thrown: unknown): Outcome<unknown> => {
        const error = toIsthmusError(thrown, texts);
        if (throws) throw error;
        return { data: null, error, count: null, status: error.status, statusText: "" };
      },
    ).then(fulfilled, rejected);
  };
  (builder as { then: unknown }).then = then;
  return builder;
}
