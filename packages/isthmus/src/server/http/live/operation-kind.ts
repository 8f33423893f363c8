// Which kind of operation a GraphQL document asks for, told by its top level alone, in one pass. It only chooses the way
// a message takes: what it cannot tell goes the way of a query, where the interface says what is wrong with it.

export type OperationKind = "query" | "mutation" | "subscription";

/** One token: a string of either kind, a comment, a bracket, a name. Commas and the rest do not matter here. */
const token = /"""(?:\\"""|[^])*?(?:"""|$)|"(?:\\.|[^"\\\n\r])*"?|#[^\n\r]*|[{}()[\]]|[A-Za-z_]\w*/g;

export function operationKind(document: string, name: string | undefined): OperationKind {
  token.lastIndex = 0;
  let depth = 0;
  let pending: OperationKind | undefined;
  let named: string | undefined;
  let fragment = false;
  for (let found = token.exec(document); found !== null; found = token.exec(document)) {
    const [text] = found;
    if (text === "{" || text === "(" || text === "[") {
      if (depth === 0 && text === "{" && !fragment && (name === undefined || named === name)) return pending ?? "query";
      depth += 1;
    } else if (text === "}" || text === ")" || text === "]") {
      depth = Math.max(0, depth - 1);
      if (depth > 0 || text !== "}") continue;
      pending = undefined;
      named = undefined;
      fragment = false;
    } else if (depth === 0 && /^\w/.test(text)) {
      if (pending !== undefined) named ??= text;
      else if (text === "query" || text === "mutation" || text === "subscription") pending = text;
      else fragment = true;
    }
  }
  return "query";
}
