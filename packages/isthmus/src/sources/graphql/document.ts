// A root field with its arguments and what is asked of it → the text of a GraphQL document. Values are variables, always.

export interface DocumentArgument {
  readonly name: string;
  /** `[ID!]!` */
  readonly written: string;
  /** Where the argument may be left out, so may the variable. */
  readonly required: boolean;
}

/** @param selection With its braces; the empty text where the answer has no parts. */
export function documentText(
  kind: "query" | "mutation",
  field: string,
  given: readonly DocumentArgument[],
  selection: string,
): string {
  const declared = given.map(
    ({ name, written, required }) => `$${name}: ${required ? written : written.replace(/!$/, "")}`,
  );
  const passed = given.map(({ name }) => `${name}: $${name}`);
  const variables = declared.length === 0 ? "" : ` (${declared.join(", ")})`;
  const values = passed.length === 0 ? "" : `(${passed.join(", ")})`;
  return `${kind}${variables} { ${field}${values}${selection} }`;
}

/** Several records by their keys in one question: each under a name of its own. */
export function keysText(field: string, argument: string, written: string, count: number, selection: string): string {
  const places = Array.from({ length: count }, (_, at) => at);
  const declared = places.map((at) => `$k${at}: ${written}`).join(", ");
  const asked = places.map((at) => `k${at}: ${field}(${argument}: $k${at})${selection}`).join(" ");
  return `query (${declared}) { ${asked} }`;
}
