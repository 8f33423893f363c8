// Adjustments of JSON, under the name that SQL calls them by.

export { adjustJson as isthmusAdjust } from "../shared/sql/adjust-json.ts";
