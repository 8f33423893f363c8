// The caller's arguments → values: as for every API that speaks JSON.

export { fromText, wrongArgument } from "../shared/api/values.ts";
