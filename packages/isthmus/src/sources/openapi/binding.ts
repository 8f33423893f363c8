// How an operation is carried out over HTTP: what `introspect` writes into the lock, and `compile` reads back. Plain JSON.

import type { Schema } from "../shared/api/schema.ts";
import type { PageSettings } from "../shared/pages/options.ts";
import type { RemoteAbilities, RemoteOperator } from "../shared/remote/port.ts";

export interface OperationBinding {
  /** In capitals. */
  readonly method: string;
  /** With its placeholders: `/pets/{petId}`. */
  readonly path: string;
  /** Where it is not the document's own server. */
  readonly server?: string;
  readonly parameters: readonly ParameterBinding[];
  readonly body?: BodyBinding;
  readonly answer: AnswerBinding;
}

export interface ParameterBinding {
  /** What the caller calls it. */
  readonly argument: string;
  /** What the API calls it. */
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly schema: Schema;
  readonly style: Style;
  readonly explode: boolean;
  /** Sent as JSON text, in place of a style. */
  readonly json?: boolean;
  /** Characters such as `/` are sent as they are. */
  readonly reserved?: boolean;
}

/** OpenAPI's styles; `tabDelimited` is Swagger 2's `tsv`. */
export type Style =
  | "simple"
  | "label"
  | "matrix"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  | "tabDelimited"
  | "deepObject";

export interface BodyBinding {
  readonly media: string;
  readonly kind: "json" | "form" | "multipart" | "text" | "bytes";
  readonly required: boolean;
  /** The whole body is this one argument. */
  readonly whole?: { readonly argument: string; readonly schema: Schema };
  /** Or each of its members is one. */
  readonly fields?: readonly FieldBinding[];
}

export interface FieldBinding {
  readonly argument: string;
  readonly name: string;
  readonly required: boolean;
  /** Required where the body, which may be left out, is given. */
  readonly needed?: boolean;
  readonly schema: Schema;
  /** Of a form: how lists and objects are written. */
  readonly style?: Style;
  readonly explode?: boolean;
}

export interface AnswerBinding {
  readonly kind: "json" | "text" | "bytes" | "none";
  /** What is asked for in `Accept`. */
  readonly accept: string;
  /** Kept where answers are held to it. */
  readonly schema?: Schema;
}

/** What all bindings of a source share. */
export interface SharedDefinitions {
  /** The document's own server; absent where it names none. */
  readonly server?: string;
  /** By the document's own pointer, e.g. `#/components/schemas/Pet`. */
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** How a resource is read: what `introspect` writes into the lock for it. Operations go by their own names. */
export interface ResourceBinding {
  readonly abilities: RemoteAbilities;
  readonly list?: {
    readonly operation: string;
    /** Where the rows are in the answer; the empty text where the answer is the list. */
    readonly rows: string;
    /** Argument by field and operator. */
    readonly filters: Readonly<Record<string, Readonly<Partial<Record<RemoteOperator, string>>>>>;
    readonly order?: {
      readonly argument: string;
      readonly fields: Readonly<Record<string, { readonly asc?: string; readonly desc?: string }>>;
    };
    readonly page?: PageSettings;
  };
  readonly get?: {
    readonly operation: string;
    readonly item: string;
    /** In the order of the key. */
    readonly arguments: readonly string[];
  };
  readonly batch?: { readonly operation: string; readonly argument: string; readonly rows: string };
}
