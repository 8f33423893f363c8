// The media types of rows that follow one another.

/** One JSON text a line (https://github.com/ndjson/ndjson-spec). */
export const lines = "application/x-ndjson; charset=utf-8";

/** Of `Content-Type`, and of the first type of `Accept`. */
export function isLines(type: string | undefined): boolean {
  return type !== undefined && /^\s*application\/(?:x-ndjson|ndjson|jsonl|x-jsonlines)\s*(?:[;,]|$)/i.test(type);
}
