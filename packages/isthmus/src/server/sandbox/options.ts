// `sandbox`, `environments` and `environment` of a source, validated and taken out of its options.

import { z } from "zod";
import { isSecretName } from "../../core/secret.ts";
import type { Secret } from "../../core/index.ts";
import type { SandboxOptions } from "../../core/sandbox-options.ts";
import type { Simulator } from "../../sources/shared/sandbox/simulator.ts";
import { type OptionIssue, optionFaults } from "../option-faults.ts";

const secretOrText = z.custom<Secret | string>(
  (value) => typeof value === "string" || isSecretName(value),
  'expected a text or secret("NAME")',
);
const simulator = z.custom<Simulator>(
  (value) => typeof value === "object" && value !== null && typeof (value as Partial<Simulator>).open === "function",
  "expected the name of a simulator, or what defineSimulator gave",
);

const sandbox = z.strictObject({
  when: z.enum(["asked", "development", "always"]).default("asked"),
  simulator: z.union([z.string().min(1), z.literal(false), simulator]).optional(),
  recordings: z.string().min(1).optional(),
  match: z.enum(["exact", "shape"]).default("exact"),
  onlyRecordings: z.boolean().default(false),
  ignore: z.array(z.string()).default([]),
  webhooks: z.strictObject({ url: z.url().optional(), secret: secretOrText.optional() }).default({}),
});
const options = z.record(z.string(), z.unknown());

const shape = z.object({
  sandbox: z.union([z.boolean(), sandbox]).optional(),
  environments: z
    .strictObject({ live: options.optional(), test: options.optional(), sandbox: options.optional() })
    .optional(),
  environment: z.enum(["live", "test"]).optional(),
});

true satisfies [keyof SandboxOptions] extends [keyof z.input<typeof sandbox>] ? true : never;

export interface ThirdParty extends z.output<typeof shape> {
  /** The options without these. */
  readonly own: Readonly<Record<string, unknown>>;
}

export type SandboxSettings = z.output<typeof sandbox>;
export const usualSandbox: SandboxSettings = sandbox.parse({});

/** @throws Error with a line for each fault. */
export function readThirdParty(name: string, given: Readonly<Record<string, unknown>>): ThirdParty {
  const { sandbox: one, environments, environment, ...own } = given;
  const parsed = shape.safeParse({ sandbox: one, environments, environment });
  if (!parsed.success)
    throw new Error(optionFaults(name, parsed.error.issues as readonly OptionIssue[], Object.keys(sandbox.shape)));
  return { ...parsed.data, own };
}
