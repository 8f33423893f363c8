// Imports and exports: which requests they are, and what a chunk or a page of each is.

import type { Flows } from "../../../core/index.ts";
import { intakeOf, type IntakeOptions } from "./intake.ts";
import { outtakeOf } from "./outtake.ts";

export function createFlows(options: IntakeOptions): Flows {
  return {
    kind({ method, path }) {
      if (method === "POST" && path.startsWith("/import/")) return "intake";
      return method === "GET" && path.startsWith("/export/") ? "outtake" : undefined;
    },
    intake: (request) => intakeOf(request, options),
    outtake: (request) => outtakeOf(request, options.parse),
  };
}
