// A schema whose types are made when they are first asked for. The library's own walks through every type as soon as it is
// constructed, and a catalog of a thousand resources has some twenty-five thousand.

import {
  GraphQLDeferDirective,
  type GraphQLNamedType,
  type GraphQLObjectType,
  GraphQLSchema,
  GraphQLStreamDirective,
  type OperationTypeNode,
  specifiedDirectives,
} from "graphql";

/** Types by name, each made once. */
export class Types {
  readonly #makers = new Map<string, () => GraphQLNamedType>();
  readonly #made = new Map<string, GraphQLNamedType>();

  /** Says how a type is made. The first to speak for a name is heard. */
  offer(name: string, make: () => GraphQLNamedType): void {
    if (!this.#makers.has(name)) this.#makers.set(name, make);
  }

  get(name: string): GraphQLNamedType | undefined {
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const type = this.#makers.get(name)?.();
    if (type !== undefined) this.#made.set(name, type);
    return type;
  }

  /** A type that has been offered, as what its maker is known to make. */
  take<T extends GraphQLNamedType>(name: string): T {
    const type = this.get(name);
    if (type === undefined) throw new Error(`the schema has no type ${name}`);
    return type as T;
  }

  names(): IterableIterator<string> {
    return this.#makers.keys();
  }
}

export interface Roots {
  readonly query: GraphQLObjectType;
  readonly mutation: GraphQLObjectType | undefined;
  readonly subscription: GraphQLObjectType | undefined;
}

export class LazySchema extends GraphQLSchema {
  readonly #types: Types;
  readonly #roots: Roots;
  #all: Record<string, GraphQLNamedType> | undefined;

  constructor(types: Types, roots: Roots) {
    super({ assumeValid: true, directives: [...specifiedDirectives, GraphQLDeferDirective, GraphQLStreamDirective] });
    this.#types = types;
    this.#roots = roots;
  }

  override getQueryType(): GraphQLObjectType {
    return this.#roots.query;
  }

  override getMutationType(): GraphQLObjectType | undefined {
    return this.#roots.mutation;
  }

  override getSubscriptionType(): GraphQLObjectType | undefined {
    return this.#roots.subscription;
  }

  override getRootType(operation: OperationTypeNode): GraphQLObjectType | undefined {
    return this.#roots[operation];
  }

  override getType(name: string): GraphQLNamedType | undefined {
    return this.#types.get(name) ?? super.getTypeMap()[name];
  }

  /** Makes every type there is; only introspection and the printed schema need that. */
  override getTypeMap(): Record<string, GraphQLNamedType> {
    if (this.#all === undefined) {
      const all = Object.assign(Object.create(null) as Record<string, GraphQLNamedType>, super.getTypeMap());
      // Making the fields of one type may offer others, which then come up in the same loop.
      for (const name of this.#types.names()) {
        const type = this.#types.take(name);
        if ("getFields" in type) type.getFields();
        all[name] = type;
      }
      this.#all = all;
    }
    return this.#all;
  }
}
