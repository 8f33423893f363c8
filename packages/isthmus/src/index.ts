// The public API of the package: what a configuration is written with.

export {
  claim,
  defineConfig,
  graphql,
  http,
  mongodb,
  mysql,
  openapi,
  postgres,
  secret,
  soap,
  sqlite,
} from "./server/configuration/define.ts";
export { upstream } from "./server/configuration/upstream.ts";
export { defineSimulator } from "./sources/shared/sandbox/define-simulator.ts";
export type {
  Ground,
  LocalPage,
  LocalStep,
  SimulatedAnswer,
  SimulatedCall,
  Simulator,
  SimulatorDefinition,
  Webhook,
} from "./sources/shared/sandbox/simulator.ts";
export type { Shelf } from "./sources/shared/sandbox/shelf.ts";
export type { SandboxOptions } from "./core/sandbox-options.ts";
export type { ThirdPartyOptions } from "./core/third-party-options.ts";
export type { CatalogTypes } from "./server/configuration/typed.ts";
export type { Configuration, Secret, SourceConfiguration } from "./core/index.ts";
export { defineFunction } from "./server/configuration/define-function.ts";
export type { FunctionContext, FunctionDefinition } from "./server/configuration/define-function.ts";
export type { AccessTo, TransactionOn } from "./server/configuration/access-types.ts";
export { refuse } from "./server/configuration/refuse.ts";
export { Problem } from "./core/index.ts";
export { z } from "zod";
