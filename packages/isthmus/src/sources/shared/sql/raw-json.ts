// ECMAScript's JSON.rawJSON, which TypeScript's libraries do not know yet: numbers that keep all their digits.

export interface Raw {
  readonly rawJSON: string;
}

export const withRaw = JSON as unknown as { rawJSON(text: string): Raw; isRawJSON(value: unknown): boolean };
