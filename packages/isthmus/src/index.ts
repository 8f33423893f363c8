// The public API of the package: what a configuration is written with.

export {
  claim,
  defineConfig,
  http,
  mongodb,
  mysql,
  openapi,
  postgres,
  secret,
  sqlite,
} from "./server/configuration/define.ts";
export type { CatalogTypes } from "./server/configuration/typed.ts";
export type { Configuration, Secret, SourceConfiguration } from "./core/index.ts";
