// W3C Trace Context (https://www.w3.org/TR/trace-context/): the caller's trace is taken over; within it we are a new span.

import { randomFillSync } from "node:crypto";

export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly trace: string;
  /** `traceparent` with our own span, for the response and for those we call. */
  readonly parent: string;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const random = Buffer.alloc(4096);
let used = random.length;

/** Undefined when the header is malformed, as the recommendation wants: the trace then ends here. */
export function takeOver(traceparent: string): TraceContext | undefined {
  const [, version, trace, span, flags, more] = form.exec(traceparent) ?? [];
  if (version === undefined || trace === undefined || version === "ff") return undefined;
  // Later versions may append parts; version 00 has none.
  if (version === "00" && more !== undefined) return undefined;
  if (/^0+$/.test(trace) || /^0+$/.test(span ?? "")) return undefined;
  // Of the flags only "sampled" is known to this version.
  const sampled = Number.parseInt(flags ?? "00", 16) & 1;
  return { trace, parent: `00-${trace}-${newSpan()}-0${sampled}` };
}

function newSpan(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const span = random.toString("hex", used, used + 8);
  used += 8;
  return span === "0000000000000000" ? newSpan() : span;
}
