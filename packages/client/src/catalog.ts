// What `isthmus types` writes, as the client reads it: resources with their fields, what may be written of them, and
// where their relations lead.

/** The shape of a generated `Catalog`. */
export interface CatalogTypes {
  readonly resources: object;
  readonly operations: object;
}

/** What can be known of resources while a program runs: their keys, and where their relations lead. */
export interface CatalogShape {
  readonly [resource: string]: {
    readonly key: readonly string[];
    readonly relations: Readonly<Record<string, string>>;
  };
}

export type ResourceId<C extends CatalogTypes> = keyof C["resources"] & string;
export type ResourceOf<C extends CatalogTypes, R extends ResourceId<C>> = C["resources"][R];

/** Fields of an answer. */
export type FieldsOf<C extends CatalogTypes, R extends ResourceId<C>> = C["resources"][R] extends { fields: infer F }
  ? F
  : never;

/** Functions over a row, which are answered only where they are named. */
export type ComputedOf<C extends CatalogTypes, R extends ResourceId<C>> = C["resources"][R] extends {
  computed: infer F;
}
  ? F
  : {};

export type RelationsOf<C extends CatalogTypes, R extends ResourceId<C>> = C["resources"][R] extends {
  relations: infer L;
}
  ? L
  : {};

/** A record as it is inserted: with records of to-many relations inside of it, which are inserted along. */
export type InsertOf<C extends CatalogTypes, R extends ResourceId<C>> = (C["resources"][R] extends { insert: infer I }
  ? I
  : never) &
  NestedOf<C, RelationsOf<C, R>>;

export type UpdateOf<C extends CatalogTypes, R extends ResourceId<C>> = C["resources"][R] extends { update: infer U }
  ? U
  : never;

type NestedOf<C extends CatalogTypes, L> = {
  readonly [N in keyof L as L[N] extends { many: true } ? N : never]?: L[N] extends { to: infer T }
    ? T extends ResourceId<C>
      ? readonly Partial<InsertOf<C, T>>[]
      : never
    : never;
};

export type OperationId<C extends CatalogTypes> = keyof C["operations"] & string;

/** What a function takes: its parameters by name, or its one body. Overloads are alternatives. */
export type ArgumentsOf<C extends CatalogTypes, O extends OperationId<C>> = C["operations"][O] extends infer Op
  ? Op extends { parameters: infer P }
    ? P
    : Op extends { body: infer B }
      ? B
      : never
  : never;

/** What a function answers to these arguments. */
export type ResultOf<C extends CatalogTypes, O extends OperationId<C>, A> = C["operations"][O] extends infer Op
  ? Op extends { parameters: infer P; result: infer Result }
    ? A extends P
      ? Result
      : never
    : Op extends { body: unknown; result: infer Result }
      ? Result
      : never
  : never;
