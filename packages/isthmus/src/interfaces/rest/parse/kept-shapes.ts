// The memory of shapes: for each view of the catalog, the statements of the outlines it has lately been asked by, so
// that a repeated shape costs no parsing and has the same `statement` object, by which the engine keeps its plans.

import { Generations } from "../../../core/index.ts";
import type { Catalog, InputValue, Query, Question, Request, Statement } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { cursorValues } from "./cursor.ts";
import type { Parsed } from "./facts.ts";
import type { Recipe } from "./inputs.ts";
import { taken } from "./inputs.ts";
import type { Outline } from "./outline.ts";
import { decode } from "./parameters.ts";
import type { TopPage } from "./range.ts";
import { rangeHeader, topPage, wholePage } from "./range.ts";

interface PageSource {
  readonly slot: number;
  /** The value, where it belongs to the shape. */
  readonly fixed: string;
}

export interface Shape {
  readonly statement: Statement;
  readonly context: RestContext;
  readonly recipes: readonly (Recipe | undefined)[];
  /** Values of the inputs that belong to the shape. */
  readonly fixed: readonly InputValue[];
  readonly limit: PageSource | undefined;
  readonly offset: PageSource | undefined;
  readonly paged: boolean;
  readonly guard: Question<Query> | undefined;
  /** Contexts of pages that were asked for, so that what `render` derives from one is derived once. */
  readonly contexts: Map<string, RestContext>;
  /** Most values of one list. */
  readonly list: number;
}

export interface Filled {
  readonly inputs: readonly InputValue[];
  readonly page: TopPage;
}

/** Shapes of one view that are kept at least: those asked for lately. */
const mostShapes = 1_000;
/** Longer outlines are not kept: they are rare, and would make the memory large. */
const longestKey = 4_096;

interface View {
  readonly shapes: Generations<string, Shape>;
  readonly statements: Generations<string, Statement>;
}

export interface ShapeMemory {
  find(catalog: Catalog, key: string): Shape | undefined;
  keep(catalog: Catalog, key: string, shape: Shape): void;
  /** The one object that stands for all statements equal to this one. */
  one<S extends Statement>(catalog: Catalog, statement: S): S;
}

export function shapeMemory(): ShapeMemory {
  const views = new WeakMap<Catalog, View>();
  const viewOf = (catalog: Catalog): View => {
    let view = views.get(catalog);
    if (view === undefined) {
      view = { shapes: new Generations(mostShapes), statements: new Generations(mostShapes) };
      views.set(catalog, view);
    }
    return view;
  };
  return {
    find: (catalog, key) => views.get(catalog)?.shapes.get(key),
    keep: (catalog, key, shape) => {
      if (key.length <= longestKey) viewOf(catalog).shapes.set(key, shape);
    },
    one: (catalog, statement) => {
      const text = JSON.stringify(statement);
      if (text.length > longestKey * 4) return statement;
      const { statements } = viewOf(catalog);
      // Equal texts are equal statements, of the same kind too.
      const known = statements.get(text) as typeof statement | undefined;
      if (known !== undefined) return known;
      statements.set(text, statement);
      return statement;
    },
  };
}

/** A memory that remembers nothing. */
export const forgetful: ShapeMemory = {
  find: () => undefined,
  keep: () => undefined,
  one: (_, statement) => statement,
};

export function shapeOf(parsed: Parsed, outline: Outline): Shape {
  const { statement, context, inputs, page, guard } = parsed;
  const varies = (recipe: Recipe | undefined): boolean => {
    if (recipe === undefined) return false;
    if (recipe.from === "repeated") return recipe.slots.some((slot) => outline.values.has(slot));
    return !("slot" in recipe) || outline.values.has(recipe.slot);
  };
  return {
    statement,
    context,
    recipes: inputs.recipes.map((recipe) => (varies(recipe) ? recipe : undefined)),
    fixed: inputs.values,
    limit: page?.limit === undefined ? undefined : { slot: page.limit.slot, fixed: page.limit.value },
    offset: page?.offset === undefined ? undefined : { slot: page.offset.slot, fixed: page.offset.value },
    paged: page !== undefined,
    guard: guard === undefined ? undefined : { statement: guard.statement, inputs: guard.inputs.values },
    contexts: new Map(),
    list: inputs.list,
  };
}

/** Takes a request's values into a shape. Throws where a value does not fit; a full parse then says what is wrong. */
export function fill(shape: Shape, request: Request, outline: Outline, body: string): Filled {
  const page = shape.paged ? pageOf(shape, request, outline) : wholePage;
  const { recipes, fixed, list } = shape;
  const inputs = recipes.map((recipe, index) =>
    recipe === undefined ? (fixed[index] ?? null) : valueOf(recipe, outline, page, body, list),
  );
  return { inputs, page };
}

function valueOf(recipe: Recipe, outline: Outline, page: TopPage, body: string, list: number): InputValue {
  switch (recipe.from) {
    case "parameter":
      return taken(decode(outline.values.get(recipe.slot) ?? ""), recipe.take, list);
    case "repeated":
      return recipe.slots.map((slot, index) => {
        const value = outline.values.get(slot);
        return value === undefined ? (recipe.fixed[index] ?? "") : decode(value);
      });
    case "page":
      return recipe.part === "limit" ? (page.limit ?? null) : page.offset;
    case "cursor":
      return cursorValues(outline.values.get(recipe.slot) ?? "", recipe.length);
    case "body":
      return body;
  }
}

function pageOf(shape: Shape, request: Request, outline: Outline): TopPage {
  const part = (source: PageSource | undefined): string | undefined =>
    source === undefined ? undefined : (outline.values.get(source.slot) ?? source.fixed);
  const range = request.method === "GET" ? rangeHeader(request.headers["range"]) : undefined;
  return topPage(part(shape.limit), part(shape.offset), range);
}
