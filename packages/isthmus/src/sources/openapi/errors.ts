// What an API says when it refuses a call → a Problem: as for every API.

export { type Redact, redactor, refusal, unusable } from "../shared/api/errors.ts";
