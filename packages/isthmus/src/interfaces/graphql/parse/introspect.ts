// `__schema` and `__type`, answered by the library over the caller's own schema.

import { type DocumentNode, executeSync, type FieldNode, Kind, type OperationDefinitionNode, visit } from "graphql";
import type { Document } from "./documents.ts";
import type { Variables } from "./given.ts";
import { invalidDocument } from "./problems.ts";

/** JSON text of one field's value. */
export function introspect(
  document: Document,
  operation: OperationDefinitionNode,
  nodes: readonly FieldNode[],
  key: string,
  variables: Variables,
): string {
  const only: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections: nodes } },
      ...document.fragments.values(),
    ],
  };
  const result = executeSync({ schema: document.schema, document: inOnePiece(only), variableValues: { ...variables } });
  if (result.errors !== undefined && result.errors.length > 0) throw invalidDocument(result.errors);
  return JSON.stringify(result.data?.[key] ?? null);
}

/** Without the directives by which an answer may come in parts, which is a permission and no duty. */
function inOnePiece(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: ({ name: { value } }) => (value === "defer" || value === "stream" ? null : undefined),
  });
}
