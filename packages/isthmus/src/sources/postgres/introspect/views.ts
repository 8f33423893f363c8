// Where the columns of views come from: PostgreSQL notes beside each entry of a view's target list the table and the
// column it was taken from unchanged, in the stored text of the view's query tree.

export interface ViewFact {
  readonly id: number;
  readonly tree: string;
}

/** `$1`: schemas through which columns are followed: the exposed ones and the extra search path. */
export const viewsSql = `
select c.oid::int8 as id, r.ev_action::text as tree
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_rewrite r on r.ev_class = c.oid and r.ev_type = '1'
where c.relkind in ('v', 'm') and n.nspname = any($1)
order by c.oid`;

export interface Origin {
  readonly relation: number;
  readonly column: number;
}

/** Origin of each column of one view, by the column's number. Columns that are computed have none. */
export type Origins = ReadonlyMap<number, Origin>;

const listMark = ":targetList ";
/** Depths at which the outermost query and the entries of its target list stand: `({QUERY … ({TARGETENTRY …`. */
const queryDepth = 2;
const entryDepth = 4;

/** Reads the target list of the outermost query. The text escapes special characters in names by a backslash. */
export function readOrigins(tree: string): Origins {
  const origins = new Map<number, Origin>();
  let depth = 0;
  let inList = false;
  let entryStart = 0;
  let inside = "";
  for (let at = 0; at < tree.length; at++) {
    const character = tree.charCodeAt(at);
    if (character === 92 /* \ */) {
      at++;
    } else if (character === 40 /* ( */ || character === 123 /* { */) {
      depth++;
      if (inList && depth === entryDepth) {
        entryStart = at + 1;
        inside = "";
      } else if (inList && depth === entryDepth + 1) inside += tree.slice(entryStart, at);
    } else if (character === 41 /* ) */ || character === 125 /* } */) {
      if (inList && depth === entryDepth + 1) entryStart = at + 1;
      if (inList && depth === entryDepth) noteEntry(inside + tree.slice(entryStart, at), origins);
      depth--;
      if (inList && depth === queryDepth) return origins;
    } else if (character === 58 /* : */ && depth === queryDepth && !inList && tree.startsWith(listMark, at)) {
      inList = true;
    }
  }
  return origins;
}

/** `text` is an entry without the nodes inside it. Its name is skipped: it could look like anything. */
function noteEntry(text: string, origins: Map<number, Origin>): void {
  const number = / :resno (\d+) /.exec(text);
  const origin = / :resorigtbl (\d+) :resorigcol (\d+) :resjunk false\s*$/.exec(text);
  if (number === null || origin === null || origin[1] === "0" || origin[2] === "0") return;
  origins.set(Number(number[1]), { relation: Number(origin[1]), column: Number(origin[2]) });
}

/** Follows columns through views on views down to tables. */
export function resolveOrigins(views: readonly ViewFact[]): ReadonlyMap<number, Origins> {
  const direct = new Map(views.map((view) => [view.id, readOrigins(view.tree)]));
  const resolved = new Map<number, Origins>();
  for (const [id, origins] of direct) {
    const columns = new Map<number, Origin>();
    for (const [number, origin] of origins) {
      const base = followOrigin(direct, origin);
      if (base !== undefined) columns.set(number, base);
    }
    resolved.set(id, columns);
  }
  return resolved;
}

/** Views cannot form a circle, save by the one trick of replacing a table by a view; hence the bound. */
function followOrigin(direct: ReadonlyMap<number, Origins>, start: Origin): Origin | undefined {
  let origin: Origin | undefined = start;
  for (let steps = 0; steps < 64 && origin !== undefined; steps++) {
    const deeper = direct.get(origin.relation);
    if (deeper === undefined) return origin;
    origin = deeper.get(origin.column);
  }
  return undefined;
}
