// `upstream(…)` of a configuration.

import type { Target, UpstreamOptions } from "../../core/index.ts";

/**
 * Another service that speaks HTTP, behind this server: one instance or several.
 *
 * @example
 * routes: {
 *   "/legacy/*": upstream(["http://10.0.0.7:8000", "http://10.0.0.8:8000"]),
 *   "/reports/*": upstream({
 *     targets: "http://127.0.0.1:3000",
 *     access: ["staff"],
 *     identity: { secret: secret("REPORTS_SECRET"), audience: "reports" },
 *   }),
 * }
 */
export function upstream(given: Target | readonly Target[] | UpstreamOptions): UpstreamOptions {
  if (typeof given === "string" || Array.isArray(given)) return { targets: given as string | readonly Target[] };
  return "targets" in given ? given : { targets: given as Target };
}
