// Boot: schemas of the sources (from the lock, or by asking them) + configuration → catalog and policies.

import { buildCatalog, type Fault, type Policies, resolvePolicies } from "../catalog/index.ts";
import type { Catalog, Configuration, IntrospectPurpose, SourceSchema } from "../core/index.ts";
import { Problem, toProblem } from "../core/index.ts";
import { createValidation, type Validation } from "../engine/index.ts";
import { type Lock, sortedSchema } from "./configuration/lock.ts";
import type { Sources } from "./open-sources.ts";

export interface Terrain {
  readonly catalog: Catalog;
  readonly policies: Policies;
  readonly sources: Sources;
  readonly validation: Validation | undefined;
  readonly faults: readonly Fault[];
}

/** By the source's name. */
export type Schemas = ReadonlyMap<string, SourceSchema>;

/** Milliseconds a source may take to say what it holds. */
const patience = 60_000;

/**
 * What each source holds: as the lock says; a source that is not in the lock, or of another kind there, is asked.
 *
 * @param purpose Of asking them: at a start, descriptions are not fetched over the network.
 * @param hint For whoever meets a source that does not answer and says nothing better itself.
 * @throws Problem that names the source that does not answer.
 */
export async function schemasOf(
  sources: Sources,
  lock: Lock | undefined,
  hint: string | null = null,
  purpose: IntrospectPurpose = { remote: false },
): Promise<Schemas> {
  const asked = [...sources].map(async ([name, source]) => {
    const locked = lock !== undefined && Object.hasOwn(lock.sources, name) ? lock.sources[name] : undefined;
    if (locked?.kind === source.kind && source.resident !== true) return [name, locked.schema] as const;
    try {
      return [name, sortedSchema(await source.introspect(AbortSignal.timeout(patience), purpose))] as const;
    } catch (error) {
      throw unanswered(name, error, hint);
    }
  });
  return new Map(await Promise.all(asked));
}

export function lockOf(sources: Sources, schemas: Schemas): Lock {
  const locked = [...sources].flatMap(([name, { kind }]) => {
    const schema = schemas.get(name);
    return schema === undefined ? [] : [[name, { kind, schema }] as const];
  });
  return { version: 1, sources: Object.fromEntries(locked) };
}

export function layTerrain(configuration: Configuration, sources: Sources, schemas: Schemas): Terrain {
  const introspected = [...sources].flatMap(([name, { kind, capabilities }]) => {
    const schema = schemas.get(name);
    return schema === undefined ? [] : [[name, { kind, capabilities, schema }] as const];
  });
  const catalog = buildCatalog(new Map(introspected), configuration);
  const resolved = resolvePolicies(configuration, catalog);
  const checked = createValidation(configuration.validate ?? {}, configuration.messages ?? {}, catalog);
  const { validation } = checked;
  return { catalog, sources, ...resolved, validation, faults: [...resolved.faults, ...checked.faults] };
}

function unanswered(name: string, error: unknown, hint: string | null): Problem {
  const problem = toProblem(error);
  // A caller is not told why a database cannot be reached; whoever starts the server needs to know.
  const reason = problem.category === "unavailable" ? innermost(problem.cause) : undefined;
  const why = problem.category === "internal" && error instanceof Error ? error.message : problem.message;
  return new Problem({
    code: "ISTHMUS106",
    category: "unavailable",
    message:
      reason === undefined
        ? `sources.${name} does not say what it holds: ${why}`
        : `sources.${name} cannot be reached: ${reason}`,
    hint: problem.hint ?? hint,
    cause: error,
  });
}

function innermost(cause: unknown): string | undefined {
  // Several addresses of one name, none of which answers.
  if (cause instanceof AggregateError && cause.message === "") return innermost(cause.errors[0]);
  return cause instanceof Error ? (innermost(cause.cause) ?? cause.message) : undefined;
}
