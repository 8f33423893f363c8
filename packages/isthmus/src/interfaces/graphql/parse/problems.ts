// Refusals of the parser, and what a document's errors look like.

import { type ASTNode, GraphQLError } from "graphql";
import { Problem } from "../../../core/index.ts";

/** One entry of `errors`, as the specification has it. */
export interface Reported {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
}

/** What the details of a problem hold for which no field was begun: the answer has no `data`. */
export class Errors {
  readonly errors: readonly Reported[];

  constructor(errors: readonly Reported[]) {
    this.errors = errors;
  }
}

function requestProblem(code: string, errors: readonly Reported[], more: { readonly hint?: string } = {}): Problem {
  const message = errors[0]?.message ?? "The request cannot be carried out";
  return new Problem({ code, category: "invalid", message, details: new Errors(errors), ...more });
}

function reported({ message, locations }: GraphQLError): Reported {
  return locations === undefined || locations.length === 0 ? { message } : { message, locations };
}

export function notGraphql(message: string, status = 400, headers: Readonly<Record<string, string>> = {}): Problem {
  return new Problem({ code: "ISTHMUS130", category: "invalid", status, message, headers });
}

export function syntaxProblem(error: GraphQLError): Problem {
  return requestProblem("ISTHMUS131", [reported(error)]);
}

export function invalidDocument(errors: readonly GraphQLError[]): Problem {
  return requestProblem("ISTHMUS132", errors.map(reported));
}

export function invalid(message: string, nodes: readonly ASTNode[] = []): Problem {
  return invalidDocument([new GraphQLError(message, { nodes })]);
}

export function badVariable(message: string): Problem {
  return requestProblem("ISTHMUS133", [{ message }]);
}

/** The message is the one that clients of automatic persisted queries wait for. */
export function unknownDocument(): Problem {
  return requestProblem("ISTHMUS134", [{ message: "PersistedQueryNotFound" }]);
}

export function notAllowed(): Problem {
  return requestProblem("ISTHMUS135", [{ message: "Only documents that the server knows are carried out" }]);
}

export function tooMuch(message: string): Problem {
  return requestProblem("ISTHMUS136", [{ message }]);
}

export function needsTransport(): Problem {
  return requestProblem("ISTHMUS137", [
    { message: "A subscription needs a WebSocket or a stream of server-sent events; it cannot be answered here" },
  ]);
}
