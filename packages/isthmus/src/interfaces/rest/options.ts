// What the REST interface can be told: how its document is headed, and the limits its parser holds requests to.

import type { LimitsConfiguration } from "../../core/index.ts";

export interface RestOptions {
  /** Title of the OpenAPI document and of the documentation page. Default: `API`. */
  readonly title?: string;
  /** Version of the served API, as its owner counts it. Default: `1.0.0`. */
  readonly version?: string;
  /** CommonMark; stands above what the document explains by itself. */
  readonly description?: string;
  /** Defaults as in `LimitsConfiguration`. */
  readonly limits?: Pick<LimitsConfiguration, "body" | "rows" | "depth" | "conditions" | "batch">;
  /** Bodies longer than this many characters get an entity tag only when the request has one. Default: 4,096 (some 6 µs). */
  readonly taggedBody?: number;
}

/** Options with every default filled in. */
export interface RestSettings {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly limits: Readonly<Required<NonNullable<RestOptions["limits"]>>>;
  readonly taggedBody: number;
}

/** Fills in the defaults. Throws a RangeError naming the limit that is no whole number, or below its least. */
export function restSettings(options: RestOptions = {}): RestSettings {
  const limits = {
    body: options.limits?.body ?? 1_048_576,
    rows: options.limits?.rows ?? 1_000,
    depth: options.limits?.depth ?? 6,
    conditions: options.limits?.conditions ?? 200,
    batch: options.limits?.batch ?? 100,
  };
  for (const [name, value] of Object.entries(limits)) wholeNumber(`limits.${name}`, value, name === "depth" ? 0 : 1);
  const taggedBody = options.taggedBody ?? 4_096;
  wholeNumber("taggedBody", taggedBody, 0);
  return {
    title: options.title ?? "API",
    version: options.version ?? "1.0.0",
    description: options.description ?? "",
    limits,
    taggedBody,
  };
}

function wholeNumber(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(`${name} must be a whole number of at least ${least}, and is ${value}`);
}
