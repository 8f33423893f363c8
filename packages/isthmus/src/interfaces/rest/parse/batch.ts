// `POST /batch`: several requests in one transaction, all or nothing. A later one may use a field of an earlier one's
// first row: `{"$ref":"id.field"}` as a value of a body's object, `{{id.field}}` as the whole value of a filter; the
// name before the point is an operation's `id`, or its number counted from 0.

import type { Insert, Intent, Preset, Question, Statement, Update, Value } from "../../../core/index.ts";
import { Problem } from "../../../core/index.ts";
import type { Catalog, Request } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { readOperations } from "./batch-operations.ts";
import type { BatchOperation } from "./batch-operations.ts";
import type { Facts, Routed } from "./facts.ts";
import type { ParserLimits } from "./limits.ts";
import { contextOf } from "./facts.ts";
import { intentOf } from "./intent.ts";
import { shapeOf } from "./kept-shapes.ts";
import type { ShapeMemory } from "./kept-shapes.ts";
import { fieldsQuery } from "./nested-insert.ts";
import { negotiate } from "./media.ts";
import { refuseUnknown } from "./preferences.ts";
import { badBody, unknownColumn, unsupported } from "./problems.ts";
import { writable } from "./write.ts";

/** The full parse of one request, given by whoever calls: it knows batches, and must not be known by them. */
type Route = (
  request: Request,
  catalog: Catalog,
  limits: ParserLimits,
  memory: ShapeMemory,
  inBatch: Pick<Facts, "reference" | "firstStep">,
) => Routed;

interface Progress {
  readonly facts: Facts;
  readonly route: Route;
  readonly memory: ShapeMemory;
  readonly questions: Question[];
  readonly parts: { readonly context: RestContext; readonly statements: number }[];
  /** Number of the statement whose rows an operation's name stands for. */
  readonly steps: Map<string, number>;
  /** Statements whose rows the caller sees. */
  readonly shown: Set<number>;
}

export function parseBatch(facts: Facts, memory: ShapeMemory, route: Route): Intent<RestContext> {
  const progress: Progress = { facts, route, memory, questions: [], parts: [], steps: new Map(), shown: new Set() };
  for (const operation of readOperations(facts.request, facts.limits))
    within(operation, () => add(progress, operation));
  refuseUnknown(facts.asked);
  const questions = progress.questions.map(({ statement, inputs }) => ({
    statement: memory.one(facts.catalog, statement),
    inputs,
  }));
  return {
    questions,
    transaction: facts.asked.tx === "rollback" ? "rollback" : "commit",
    context: {
      ...contextOf(facts, "batch"),
      media: negotiate(facts.request.headers["accept"], "rows"),
      parts: progress.parts,
    },
  };
}

/** A problem says which operation has it. */
function within(operation: BatchOperation, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    const { code, category, message, details, hint, status } = thrown;
    const place = `In operation ${operation.index}${operation.id === undefined ? "" : ` ('${operation.id}')`}`;
    throw new Problem({
      code,
      category,
      message: `${place}: ${message}`,
      details,
      hint,
      ...(status === undefined ? {} : { status }),
    });
  }
}

function add(progress: Progress, operation: BatchOperation): void {
  const { facts, questions, parts, steps, shown } = progress;
  const first = questions.length;
  const reference = (text: string): Value | undefined => {
    const found = /^\{\{([^{}.]+)\.([^{}]+)\}\}$/.exec(text);
    return found === null ? undefined : referred(progress, found[1] ?? "", found[2] ?? "");
  };
  const intent = routed(operation.request, progress, first, reference);
  if (intent.precondition !== undefined) throw unsupported("If-Match cannot be used inside a batch");
  if (intent.questions.length === 0)
    throw unsupported(`${operation.request.method} ${operation.request.path} asks nothing of the data`);
  const presets = operation.references.map(({ field, of, name }): Preset => ({
    field,
    value: referred(progress, of, name),
  }));
  const written = first + (intent.context.written ?? 0);
  questions.push(...intent.questions);
  if (presets.length > 0) questions[written] = withPresets(questions[written], presets, facts.catalog);
  parts.push({ context: intent.context, statements: intent.questions.length });
  if (intent.questions.length === 1 && intent.context.preferences.return === "representation") shown.add(written);
  steps.set(String(operation.index), written);
  if (operation.id !== undefined) steps.set(operation.id, written);
  if (questions.length > facts.limits.batch) throw badBody(`A batch may have ${facts.limits.batch} statements`);
}

function routed(
  request: Request,
  { facts, memory, route }: Progress,
  firstStep: number,
  reference: NonNullable<Facts["reference"]>,
): Intent<RestContext> {
  const parsed = route(request, facts.catalog, facts.limits, memory, { firstStep, reference });
  if ("questions" in parsed) return parsed;
  const shape = shapeOf(parsed, { key: "", values: new Map() });
  return intentOf(shape, { inputs: parsed.inputs.values, page: parsed.top }, request);
}

/** Makes sure that the earlier statement answers with the field. */
function referred({ facts, questions, steps, shown }: Progress, of: string, field: string): Value {
  const step = steps.get(of);
  const question = step === undefined ? undefined : questions[step];
  if (step === undefined || question === undefined) throw badBody(`'${of}' is no operation before this one`);
  questions[step] = {
    ...question,
    statement: answering(question.statement, field, of, facts.catalog, shown.has(step)),
  };
  return { kind: "result", step, field };
}

/** `shown`: the caller sees its rows, and has said by `select` what he wants of them. */
function answering(statement: Statement, field: string, of: string, catalog: Catalog, shown: boolean): Statement {
  const query =
    statement.kind === "query" ? statement : statement.kind === "call" ? statement.query : statement.returning;
  if (query?.select.some(({ as }) => as === field) === true) return statement;
  const changes = statement.kind === "insert" || statement.kind === "update" || statement.kind === "delete";
  if (!changes || shown) throw badBody(`Operation '${of}' does not return '${field}'`);
  const resource = catalog.resources.get(statement.resource);
  if (resource?.fields.get(field)?.readable !== true) throw unknownColumn(resource?.name ?? statement.resource, field);
  const fields = query?.select.map(({ as }) => as) ?? [];
  return { ...statement, returning: fieldsQuery(statement.resource, [...fields, field].sort()) };
}

function withPresets(question: Question | undefined, presets: readonly Preset[], catalog: Catalog): Question {
  const statement = question?.statement;
  if (question === undefined || (statement?.kind !== "insert" && statement?.kind !== "update")) {
    throw badBody("Only the body of an insert or update can refer to an earlier result");
  }
  const resource = catalog.resources.get(statement.resource);
  if (resource !== undefined) for (const { field } of presets) writable(resource, field);
  const changed: Insert | Update = { ...statement, presets: [...(statement.presets ?? []), ...presets] };
  return { ...question, statement: changed };
}
