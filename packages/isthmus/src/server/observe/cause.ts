// What a log may say of the error behind a failed request. Databases and libraries put callers' values into their
// messages, always between quotes or brackets, so those parts are taken out.

export interface DescribedCause {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  /** The places in the code alone. */
  readonly at?: readonly string[];
  readonly cause?: DescribedCause;
}

const longestMessage = 300;
const deepest = 3;

/** Undefined when there is nothing to describe. */
export function describeCause(cause: unknown, depth = 0): DescribedCause | undefined {
  if (cause === undefined || cause === null) return undefined;
  if (!(cause instanceof Error)) return { type: typeof cause, message: "(not an Error)" };
  const { code } = cause as { code?: unknown };
  const at = placesOf(cause);
  const inner = depth < deepest ? describeCause(cause.cause, depth + 1) : undefined;
  return {
    type: cause.name.slice(0, 64),
    ...(typeof code === "string" && { code: code.slice(0, 64) }),
    message: withoutValues(cause.message),
    ...(at.length > 0 && { at }),
    ...(inner !== undefined && { cause: inner }),
  };
}

/** The message without what stands between quotes, brackets or backticks, and without the user and password of addresses. */
export function withoutValues(message: string): string {
  return message
    .slice(0, longestMessage)
    .replace(
      /"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$)|`[^`]*(?:`|$)|\([^)]*(?:\)|$)|\{.*(?:\}|$)|\[.*(?:\]|$)/gs,
      "…",
    )
    .replace(/\/\/[^/\s@]*@/g, "//…@");
}

function placesOf(error: Error): readonly string[] {
  return (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim().slice(3));
}
