// Where the functions are. The configuration has a folder's name, and nothing else can be set.

import { z } from "zod";

export const functionsOptions = z.strictObject({
  /** Relative to the working directory, which is the configuration's folder. */
  folder: z.string().min(1),
  /** Of all sources; a function is bound by its request's deadline alone. */
  statementTimeout: z.number().optional(),
});

export type FunctionsSettings = z.output<typeof functionsOptions>;
