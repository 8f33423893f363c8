// What must hold of values that callers write, beyond what the database's types say.

/** All that is said must hold; null is not looked at, it is for the column to say whether it may be. */
export interface FieldCheck {
  /** A caller that inserts a record must give it, and not null. Default: as the database has it. */
  readonly required?: boolean;
  readonly format?: ValueFormat;
  /** Characters, as people count them (code points). */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Numbers; also of exact decimals and of 64 bits. Dates and times as their text (ISO 8601). */
  readonly min?: number | string;
  readonly max?: number | string;
  /**
   * A regular expression that the whole text must fit: literals, classes, groups, alternatives, and repeats, without
   * backreferences and lookaround. It is carried out in time that grows with the text alone, whatever it is.
   */
  readonly pattern?: string;
  readonly oneOf?: readonly (string | number | boolean)[];
  /** Holds something besides white space. */
  readonly notBlank?: boolean;
  /** What is said in place of the ordinary text; `messages` may translate it, by itself as the code. */
  readonly message?: string;
}

export type ValueFormat =
  | "email"
  | "url"
  | "uuid"
  | "date"
  | "time"
  | "timestamp"
  | "phone"
  | "slug"
  | "hostname"
  | "ip"
  | "country"
  | "currency"
  | "language"
  | "iban"
  | "color";

/** By `resource.field`. */
export type ValidateConfiguration = Readonly<Record<string, FieldCheck>>;

/**
 * Texts by language (`de`, `pt-BR`) and code; `{name}` is replaced by what belongs there. The codes, and what each knows, are
 * in the guide on validation. What is missing is said in English.
 */
export type MessagesConfiguration = Readonly<Record<string, Readonly<Record<string, string>>>>;
