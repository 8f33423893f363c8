// Headers that every answer has, whatever it is: made once, when the server starts.

export interface AnswerHeaders {
  /** Pairs of names and values. */
  readonly pairs: readonly string[];
  /** Those that the configuration sets, in lower case: they win over what an answer brings. */
  readonly own: ReadonlySet<string>;
}

/** What the server says by itself in each answer, and must be right. */
const reserved: ReadonlySet<string> = new Set(
  "connection content-encoding content-length content-type date etag keep-alive set-cookie trailer transfer-encoding upgrade vary".split(
    " ",
  ),
);

/**
 * @param hsts Seconds; undefined: nothing is said.
 * @throws Error that names a header which is not for the configuration to set.
 */
export function answerHeaders(configured: Readonly<Record<string, string | false>> = {}, hsts?: number): AnswerHeaders {
  const all = new Map<string, string | false>([
    ["x-content-type-options", "nosniff"],
    ...(hsts === undefined ? [] : [["strict-transport-security", `max-age=${hsts}`] as const]),
  ]);
  for (const [given, value] of Object.entries(configured)) {
    const name = given.toLowerCase();
    if (reserved.has(name)) throw new Error(`server.headers: "${given}" is for each answer to say`);
    all.set(name, value);
  }
  return {
    pairs: [...all].flatMap(([name, value]) => (value === false ? [] : [name, value])),
    own: new Set(Object.keys(configured).map((name) => name.toLowerCase())),
  };
}
