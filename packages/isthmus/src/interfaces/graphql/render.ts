// Outcomes → reply: the database's own texts, put together under the names of the root's fields, and not looked into.

import { Problem, type Intent, type QuestionOutcome, type Reply, type Request, type Result } from "../../core/index.ts";
import type { Entry, GraphqlContext, Piece } from "./context.ts";
import { errorOf, plainNumbers } from "./errors.ts";
import { mediaFor } from "./media.ts";
import { partialErrors } from "./render/partial.ts";
import { firstCursor, lastCursor } from "./render/cursors.ts";

const headersOf = {
  "application/json": { "content-type": "application/json; charset=utf-8" },
  "application/graphql-response+json": { "content-type": "application/graphql-response+json; charset=utf-8" },
} as const;

export function render(
  { context }: Intent<GraphqlContext>,
  outcomes: readonly QuestionOutcome[],
  request: Request,
): Reply {
  let data = "";
  let errors: object[] | undefined;
  for (const entry of context.entries) {
    const problem = failureOf(entry, outcomes);
    if (problem !== undefined) (errors ??= []).push(errorOf(problem, [entry.key]));
    if (problem === undefined) {
      const lacking = partialErrors(entry, outcomes as readonly Result[]);
      if (lacking.length > 0) (errors ??= []).push(...lacking);
    }
    const value = problem === undefined ? valueOf(entry, outcomes as readonly Result[]) : "null";
    data += `${data === "" ? "" : ","}"${entry.key}":${value}`;
  }
  const told = errors === undefined ? "" : `,"errors":${JSON.stringify(errors, plainNumbers)}`;
  const media = mediaFor(request.headers["accept"]) ?? "application/json";
  return {
    status: 200,
    headers: headersFor(media, outcomes),
    body: request.method === "HEAD" ? null : `{"data":{${data}}${told}}`,
  };
}

/** What stands in for an answer says so: a fallback, the sandbox. */
function headersFor(media: keyof typeof headersOf, outcomes: readonly QuestionOutcome[]): Reply["headers"] {
  let told: Record<string, string> | undefined;
  for (const outcome of outcomes) {
    const given = outcome instanceof Problem ? Object.entries(outcome.headers) : outcome.headers;
    for (const [name, value] of given ?? []) {
      if (!passedOn.has(name)) continue;
      const before = told?.[name];
      if (before === undefined) told = { ...told, [name]: value };
      // Several sources of one request may be answered locally.
      else if (name === sandbox && !before.split(", ").includes(value))
        told = { ...told, [name]: `${before}, ${value}` };
    }
  }
  return told === undefined ? headersOf[media] : { ...headersOf[media], ...told };
}

const sandbox = "isthmus-sandbox";
const passedOn: ReadonlySet<string> = new Set(["isthmus-fallback", sandbox]);

function failureOf({ questions }: Entry, outcomes: readonly QuestionOutcome[]): Problem | undefined {
  for (const question of questions) {
    const outcome = outcomes[question];
    if (outcome instanceof Problem) return outcome;
  }
  return undefined;
}

function valueOf({ pieces }: Entry, results: readonly Result[]): string {
  let text = "";
  for (const piece of pieces) text += typeof piece === "string" ? piece : taken(piece, results);
  return text;
}

function taken(piece: Exclude<Piece, string>, results: readonly Result[]): string {
  switch (piece.take) {
    case "body":
      return results[piece.question]?.body ?? piece.none;
    case "rows":
      return String(piece.questions.reduce((sum, question) => sum + (results[question]?.rows ?? 0), 0));
    case "further":
      return String(results[piece.question]?.cursor !== undefined);
    case "first-cursor":
      return firstCursor(results[piece.question]?.body ?? "[]", piece.as);
    case "last-cursor":
      return lastCursor(results[piece.question]?.body ?? "[]", piece.as);
  }
}
