// The vocabulary of the house. Imports nothing of ours from outside this folder, does no I/O.

export * from "./capabilities.ts";
export * from "./catalog.ts";
export * from "./change.ts";
export * from "./chain.ts";
export * from "./configuration.ts";
export * from "./data-type.ts";
export * from "./exact-json.ts";
export * from "./flow.ts";
export * from "./generations.ts";
export * from "./index-need.ts";
export * from "./inside.ts";
export * from "./interface.ts";
export * from "./members.ts";
export * from "./observation.ts";
export * from "./policy.ts";
export * from "./principal.ts";
export * from "./problem.ts";
export * from "./refusals.ts";
export * from "./result.ts";
export * from "./schema.ts";
export * from "./soon.ts";
export * from "./source.ts";
export * from "./statement.ts";
