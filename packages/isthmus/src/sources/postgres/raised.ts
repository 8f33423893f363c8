// `RAISE SQLSTATE 'PGRST'`: a function writes the whole answer, its body as JSON in the message, status and headers as
// JSON in the detail.

import { z } from "zod";
import { Problem } from "../../core/index.ts";
import type { DatabaseFailure } from "./driver.ts";
import { categoryOf } from "./sqlstates.ts";

const bodyShape = z.object({
  code: z.string(),
  message: z.string(),
  details: z.string().nullish(),
  hint: z.string().nullish(),
});
/** Names and values as HTTP allows them, so that nothing can be smuggled into the answer. */
const headersShape = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/),
  z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/),
);
const controlShape = z.object({
  status: z.int().min(200).max(599),
  status_text: z.string().nullish(),
  headers: headersShape,
});

const messageHint =
  "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.";
const detailHint =
  "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.";

export function readRaised(failure: DatabaseFailure): Problem {
  const body = bodyShape.safeParse(parseJson(failure.message));
  if (!body.success) return unreadable(failure, `Invalid JSON value for MESSAGE: '${failure.message}'`, messageHint);
  if (failure.detail === undefined) return unreadable(failure, "DETAIL is missing in the RAISE statement");
  const control = controlShape.safeParse(parseJson(failure.detail));
  if (!control.success) return unreadable(failure, `Invalid JSON value for DETAIL: '${failure.detail}'`);
  const { code, message, details, hint } = body.data;
  const { status, headers } = control.data;
  return new Problem({
    code,
    category: categoryOf(status),
    status,
    message,
    details: details ?? null,
    hint: hint ?? null,
    headers,
    cause: failure,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(failure: DatabaseFailure, details: string, hint = detailHint): Problem {
  return new Problem({
    code: "PGRST121",
    category: "internal",
    message: "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
    details,
    hint,
    cause: failure,
  });
}
