// `isthmus access explain`: why a caller gets what he gets.

import { readLock } from "../configuration/lock.ts";
import { faulty } from "../configuration/validate.ts";
import { explainRequest } from "../access/explain-request.ts";
import { explanationText } from "../access/explanation-text.ts";
import { layTerrain, schemasOf } from "../terrain.ts";
import { withSources } from "./prepare.ts";

export interface ExplainOptions {
  readonly config?: string;
  readonly as: readonly string[];
  /** A JSON object. */
  readonly claims?: string;
  /** A JSON text. */
  readonly data?: string;
  readonly json?: boolean;
}

/** Exit code: 0 when the request would be carried out, 1 when it would be refused. */
export async function explainAccess(method: string, path: string, options: ExplainOptions): Promise<number> {
  const claims = claimsOf(options.claims);
  return withSources(options.config, async (configuration, sources) => {
    const schemas = await schemasOf(sources, readLock(process.cwd()));
    const { faults, ...terrain } = layTerrain(configuration, sources, schemas);
    if (faults.length > 0) throw faulty(faults);
    const told = explainRequest(terrain, configuration, {
      roles: options.as,
      claims,
      method,
      path,
      ...(options.data === undefined ? {} : { body: options.data }),
    });
    process.stdout.write(options.json === true ? `${JSON.stringify(told, null, 2)}\n` : explanationText(told));
    return told.answer?.allowed === false ? 1 : 0;
  });
}

function claimsOf(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  try {
    const claims: unknown = JSON.parse(text);
    if (typeof claims === "object" && claims !== null && !Array.isArray(claims))
      return claims as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Error(`--claims takes a JSON object such as '{"sub":"42"}'`);
}
