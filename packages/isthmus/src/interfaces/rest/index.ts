// REST in PostgREST's dialect: the one face of the catalog that is there from the start.

import type { Interface } from "../../core/index.ts";
import type { RestContext } from "./context.ts";
import { refuse } from "./errors.ts";
import { createFlows } from "./flow/index.ts";
import { restSettings, type RestOptions } from "./options.ts";
import { createParser } from "./parse.ts";
import { createRenderer } from "./render.ts";

export { referencePage, referencePolicy, type ReferencePage } from "./reference-page.ts";
export { loadReferenceScript } from "./reference-script.ts";
export type { RestContext } from "./context.ts";
export { statusOfCategory } from "./errors.ts";
export type { RestOptions } from "./options.ts";

/** The interface for a server to mount. Throws a RangeError where an option cannot be. */
export function rest(options: RestOptions = {}): Interface<RestContext> {
  const settings = restSettings(options);
  const parse = createParser(settings);
  const flows = createFlows({ parse, limits: settings.limits, longest: settings.limits.body });
  return { name: "rest", parse, render: createRenderer(settings), refuse, flows };
}
