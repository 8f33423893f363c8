// In charge of keyset pages: `after=` and `Next-Cursor`, which stay true while rows come and go.

import type { Send } from "../request/send.ts";
import { requestOf } from "./request-of.ts";

export interface Page<T> {
  readonly rows: readonly T[];
  /** Where the next page begins; null behind the last. */
  readonly next: string | null;
}

/** @param after `next` of the page before; null for the first. The question needs an `order` and a `limit`. */
export async function askPage<T>(
  send: Send,
  question: unknown,
  after: string | null,
  signal?: AbortSignal,
): Promise<Page<T>> {
  const { url, ...rest } = requestOf(question);
  const place = new URL(url);
  place.searchParams.set("after", after ?? "");
  const answer = await send({ ...rest, url: String(place), ...(signal === undefined ? {} : { signal }) });
  return { rows: JSON.parse(answer.text) as T[], next: answer.headers.get("next-cursor") };
}
