// The fields of a selection, with fragments written out and `@skip` and `@include` obeyed, merged by their names in the
// answer. Fields of one name must ask for the same thing; that is looked at here, where it costs no more than the walk.

import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLObjectType,
  Kind,
  print,
  type SelectionSetNode,
} from "graphql";
import { givenOf, now } from "./given.ts";
import { invalid } from "./problems.ts";
import type { Work } from "./work.ts";

export interface Collected {
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
}

export function collect(work: Work, sets: readonly SelectionSetNode[]): readonly Collected[] {
  const found = new Map<string, { key: string; name: string; nodes: FieldNode[] }>();
  const spread = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (isLeftOut(work, selection.directives)) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const { value } = selection.name;
        const fragment = work.fragments.get(value);
        // A fragment adds nothing the second time.
        if (fragment === undefined || spread.has(value)) continue;
        spread.add(value);
        visit(fragment.selectionSet);
      } else add(found, selection);
    }
  };
  for (const set of sets) visit(set);
  return [...found.values()];
}

function add(found: Map<string, { key: string; name: string; nodes: FieldNode[] }>, node: FieldNode): void {
  const key = (node.alias ?? node.name).value;
  const known = found.get(key);
  if (known === undefined) {
    found.set(key, { key, name: node.name.value, nodes: [node] });
    return;
  }
  const [first] = known.nodes;
  if (first === undefined) return;
  if (known.name !== node.name.value)
    throw invalid(
      `Fields "${key}" conflict because "${known.name}" and "${node.name.value}" are different fields. Use different aliases on the fields to fetch both if this was intentional.`,
      [first, node],
    );
  if (argumentsText(first) !== argumentsText(node))
    throw invalid(
      `Fields "${key}" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.`,
      [first, node],
    );
  known.nodes.push(node);
}

function argumentsText({ arguments: given = [] }: FieldNode): string {
  return given.length === 0
    ? ""
    : given
        .map((one) => print(one))
        .sort()
        .join(",");
}

function isLeftOut(work: Work, directives: readonly DirectiveNode[] | undefined): boolean {
  if (directives === undefined || directives.length === 0) return false;
  for (const { name, arguments: given = [] } of directives) {
    if (name.value !== "skip" && name.value !== "include") continue;
    const [condition] = given;
    const value = condition === undefined ? undefined : givenOf(condition.value, work.variables);
    if ((value === undefined ? undefined : now(value)) === (name.value === "skip")) return true;
  }
  return false;
}

/** The selections of all the nodes of a field. */
export function below({ nodes }: Collected): readonly SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}

/** What a field is, of a type that is known to have it. */
export function fieldOf(type: GraphQLObjectType, { name, nodes }: Collected) {
  const field = type.getFields()[name];
  if (field === undefined) throw invalid(`Cannot query field "${name}" on type "${type.name}".`, nodes);
  return field;
}
