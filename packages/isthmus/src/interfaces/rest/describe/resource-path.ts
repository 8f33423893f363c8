// The path of one resource: a method for each thing its caller may do with it.

import type { Resource } from "../../../core/index.ts";
import { reference, type Part } from "./document.ts";
import type { FilterParameters } from "./filter-parameters.ts";
import { code, remark } from "./markdown.ts";
import type { Forms } from "./resource-schemas.ts";
import { rowsResponses, shaping, written } from "./rows.ts";
import { shared } from "./shared-parameters.ts";
import { changeFailures, readFailures, writeFailures } from "./shared-responses.ts";

export interface DescribedResource {
  readonly resource: Resource;
  /** Its name among the components and operations. */
  readonly component: string;
  readonly tag: string;
  readonly forms: Forms;
  readonly filters: FilterParameters;
  /** Several schemas are served, so that a header says which. */
  readonly profiled: boolean;
}

/** No method at all: the caller may do nothing here, and the path is left out. */
export function resourcePath(described: DescribedResource): Part {
  const { resource, forms } = described;
  return {
    ...(forms.read === undefined ? {} : { get: readMethod(described) }),
    ...(forms.insert === undefined ? {} : { post: insertMethod(described, forms.insert) }),
    ...(forms.insert !== undefined && forms.update !== undefined && described.filters.keyed
      ? { put: putMethod(described) }
      : {}),
    ...(forms.update === undefined ? {} : { patch: updateMethod(described) }),
    ...(resource.deletable ? { delete: deleteMethod(described) } : {}),
  };
}

function readMethod(described: DescribedResource): Part {
  const { filters, component } = described;
  return method(described, "read", "Read", {
    description: remark(described.resource.description),
    parameters: [
      ...shaping(),
      ...shared("after"),
      ...filters.references,
      ...shared("preferRead", "range", "ifNoneMatch"),
      ...profile(described, "acceptProfile"),
    ],
    responses: { ...rowsResponses(reference("schemas", component)), ...readFailures },
  });
}

function insertMethod(described: DescribedResource, form: Part): Part {
  const row = reference("schemas", `${described.component}.insert`);
  const [example] = form["examples"] as readonly unknown[];
  return method(described, "insert", "Insert into", {
    description:
      "One record as an object, or several as a list; all are written or none. With `Prefer: resolution=merge-duplicates` records that are there already are updated. A key that names a related resource may hold records of it, which are inserted with theirs.",
    parameters: [
      ...shared("columns", "onConflict", ...(described.forms.read === undefined ? [] : ["select"])),
      ...shared("preferInsert", "idempotencyKey"),
      ...profile(described, "contentProfile"),
    ],
    requestBody: {
      required: true,
      content: {
        "application/json": { schema: { anyOf: [row, { type: "array", items: row }] }, example },
        "text/csv": { schema: { type: "string" } },
      },
    },
    responses: {
      200: written("All records were there already and have been merged with.", readForm(described)),
      201: written("The records are written.", readForm(described), { Location: reference("headers", "location") }),
      ...writeFailures,
    },
  });
}

function putMethod(described: DescribedResource): Part {
  const { resource, filters } = described;
  const keys = filters.ofKey.map((filter) => ({ ...filter, required: true }));
  return method(described, "put", "Replace one of", {
    description: `Writes one record under a key of your own: inserted if it is new, updated if not. Needs \`eq\` on ${resource.key.map(code).join(", ")}, and the same in the body.`,
    parameters: [...keys, ...shared("preferWrite", "idempotencyKey"), ...profile(described, "contentProfile")],
    requestBody: oneObject(`${described.component}.insert`),
    responses: {
      200: written("The record is updated.", readForm(described)),
      201: written("The record is inserted.", readForm(described)),
      204: written("The record is written.", undefined),
      ...writeFailures,
    },
  });
}

function updateMethod(described: DescribedResource): Part {
  return method(described, "update", "Update", {
    description:
      "Changes all records the filters hold for; without a filter, all you may change. A list of objects changes by each the record it names by its key, or by the fields in `on_conflict`.",
    parameters: changeParameters(described, "columns", "onConflict"),
    requestBody: oneOrMany(`${described.component}.update`),
    responses: {
      200: written("The records are changed.", readForm(described)),
      204: written("The records are changed.", undefined),
      ...changeFailures,
    },
  });
}

function deleteMethod(described: DescribedResource): Part {
  return method(described, "delete", "Delete from", {
    description: "Deletes all records the filters hold for; without a filter, all you may delete.",
    parameters: changeParameters(described),
    responses: {
      200: written("The records are deleted; these they were.", readForm(described)),
      204: written("The records are deleted.", undefined),
      ...changeFailures,
    },
  });
}

function changeParameters(described: DescribedResource, ...more: readonly string[]): readonly Part[] {
  const select = described.forms.read === undefined ? [] : ["select"];
  return [
    // With an example, so that nobody who only tries it out changes every record.
    ...described.filters.ofKey,
    ...described.filters.withoutKey,
    ...shared("and", "or", ...more, ...select, "preferWrite", "ifMatch", "idempotencyKey"),
    ...profile(described, "contentProfile"),
  ];
}

function method(described: DescribedResource, verb: string, summary: string, part: Part): Part {
  const { component, resource, tag } = described;
  const { description, ...rest } = part;
  return {
    operationId: `${component}.${verb}`,
    summary: `${summary} ${resource.name}`,
    ...(typeof description === "string" && description !== "" ? { description } : {}),
    tags: [tag],
    ...rest,
  };
}

function oneObject(form: string): Part {
  return { required: true, content: { "application/json": { schema: reference("schemas", form) } } };
}

/** Each object of a list also holds the fields it is matched by, which the form need not have. */
function oneOrMany(form: string): Part {
  const schema = { anyOf: [reference("schemas", form), { type: "array", items: reference("schemas", form) }] };
  return { required: true, content: { "application/json": { schema } } };
}

function readForm(described: DescribedResource): Part | undefined {
  return described.forms.read === undefined ? undefined : reference("schemas", described.component);
}

function profile(described: DescribedResource, header: string): readonly Part[] {
  return described.profiled ? shared(header) : [];
}
