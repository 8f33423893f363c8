// `POST /import/{resource}`: each chunk of rows is what a POST of those rows would be, so that it means the same.

import type {
  Catalog,
  Insert,
  Intake,
  Intent,
  Question,
  Request,
  SoundRow,
  Taken,
  Tally,
  UnsoundRow,
} from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { refuse } from "../errors.ts";
import type { Parse } from "../parse.ts";
import { defaultLimits, type ParserLimits } from "../parse/limits.ts";
import { badBody, unsupported } from "../parse/problems.ts";
import { isLines, lines } from "./forms.ts";
import { notThis, refuseParameter } from "./refused.ts";
import { createRowReader } from "./rows.ts";

export interface IntakeOptions {
  readonly parse: Parse;
  readonly limits: Partial<ParserLimits>;
  /** Characters of a row. */
  readonly longest: number;
}

/** Refused rows, unless `refused` says otherwise. */
const usualRefusals = 1_000;
const mostRefusals = 100_000;

/** Throws ISTHMUS140, PGRST102. */
export function intakeOf(request: Request, { parse, limits, longest }: IntakeOptions): Intake {
  const form = formOf(request);
  if (request.headers["idempotency-key"] !== undefined)
    throw notThis(
      "An import is not kept under an idempotency key",
      "With Prefer: resolution=ignore-duplicates it can be sent again",
    );
  const { query, refusals } = parametersOf(request.query);
  const part = partOf(request, query);
  const ragged = /(?:^|&)columns=/.test(query);
  const progress = isLines(request.headers["accept"]);
  const head = { status: 200, headers: { "content-type": lines, "cache-control": "no-store" } };
  return {
    reader: () => createRowReader(form, longest, { ...defaultLimits, ...limits }, ragged),
    intent: (rows, catalog) => together(runsOf(rows), part, parse, catalog),
    refusals,
    progress,
    head,
    told: (tally) => `${JSON.stringify(shown(tally))}\n`,
    ended(taken, authenticated) {
      const { problem } = taken;
      if (problem === undefined) return { ...head, ...whole(progress), body: summary(taken, {}, progress) };
      const { status, headers } = refuse(problem, request, authenticated);
      const { code, message, details, hint } = problem;
      const body = summary(taken, { code, message, details, hint, ...(progress ? { status } : {}) }, progress);
      return { status, headers, body };
    },
  };
}

function whole(progress: boolean) {
  return progress ? {} : { headers: { "content-type": "application/json; charset=utf-8" } };
}

function formOf({ headers }: Request): "csv" | "ndjson" {
  const type = headers["content-type"];
  if (type !== undefined && isLines(type)) return "ndjson";
  if (type !== undefined && /^text\/csv\s*(?:;|$)/i.test(type)) return "csv";
  throw notThis(`Content-Type not acceptable: ${type ?? ""}`, "Send application/x-ndjson or text/csv", 415);
}

function parametersOf(given: string): { readonly query: string; readonly refusals: number } {
  let refusals = usualRefusals;
  const kept = given.split("&").filter((parameter) => {
    const [key = "", value = ""] = parameter.split("=", 2);
    if (key === "refused") refusals = countOf(value);
    else if (key !== "" && key !== "columns" && key !== "on_conflict")
      refuseParameter(key, "columns, on_conflict and refused");
    return key === "columns" || key === "on_conflict";
  });
  return { query: kept.join("&"), refusals };
}

function countOf(value: string): number {
  const count = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  if (count <= mostRefusals) return count;
  throw notThis(`'refused' is a number of rows from 0 to ${mostRefusals}`);
}

/** The request that each chunk is a body of. */
function partOf({ id, path, base, headers }: Request, query: string): Omit<Request, "body"> {
  const kept: Record<string, string> = { "content-type": "application/json" };
  const profile = headers["content-profile"];
  if (profile !== undefined) kept["content-profile"] = profile;
  const preferred = (headers["prefer"] ?? "").split(",").filter((one) => !/^\s*return=/.test(one));
  kept["prefer"] = [...preferred.filter((one) => one.trim() !== ""), "return=minimal"].join(",");
  return { id, method: "POST", path: path.slice("/import".length), query, headers: kept, base };
}

/** Rows with the same keys that follow one another. */
function runsOf(rows: readonly SoundRow[]): readonly (readonly SoundRow[])[] {
  const runs: SoundRow[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run?.[0]?.keys === row.keys) run.push(row);
    else runs.push([row]);
  }
  return runs;
}

function together(
  runs: readonly (readonly SoundRow[])[],
  part: Omit<Request, "body">,
  parse: Parse,
  catalog: Catalog,
): Intent<RestContext> {
  const intents = runs.map((run) => intentOf(run, part, parse, catalog));
  const [first] = intents;
  if (first === undefined) throw badBody("There are no rows");
  if (intents.length === 1) return first;
  return {
    ...first,
    questions: intents.flatMap(({ questions }) => questions),
    transaction: first.transaction === "none" ? "commit" : first.transaction,
  };
}

/** One row decides the shape; the others come in its place, as they differ from it in their values alone. */
function intentOf(
  run: readonly SoundRow[],
  part: Omit<Request, "body">,
  parse: Parse,
  catalog: Catalog,
): Intent<RestContext> {
  const intent = parse({ ...part, body: `[${run[0]?.text ?? ""}]` }, catalog);
  const [question, ...others] = intent.questions;
  if (question?.statement.kind !== "insert" || others.length > 0)
    throw unsupported("An import takes rows of one resource, without related ones inside");
  return { ...intent, questions: [withRows(question as Question<Insert>, run)] };
}

function withRows({ statement, inputs }: Question<Insert>, run: readonly SoundRow[]): Question<Insert> {
  const { rows } = statement;
  if (rows.kind !== "input") throw unsupported("An import takes rows from its body alone");
  return { statement, inputs: inputs.with(rows.index, `[${run.map(({ text }) => text).join(",")}]`) };
}

function shown({ rows, written, refused, line }: Tally) {
  return { rows, written, refused, line };
}

function summary({ tally, refusals }: Taken, problem: object, progress: boolean): string {
  const text = JSON.stringify({ ...problem, ...shown(tally), done: true, refusals: refusals.map(refusal) });
  return progress ? `${text}\n` : text;
}

function refusal({ line, problem: { code, message, details, hint } }: UnsoundRow) {
  return { line, code, message, details, hint };
}
