// What is explained once, at the head of the document.

export const introduction = `Resources are lists of records. One record is a list filtered down to it (\`?id=eq.1\`); ask for the media type
\`application/vnd.pgrst.object+json\` to have it as an object instead of a list of one.

**Reading.** \`select\` says which fields, and which related records inside them: \`select=id,category(name)\`. Every field is
a parameter to filter by: \`price=gte.10\`. \`order\`, \`limit\` and \`offset\` do what they say.
\`HEAD\` answers the headers alone.

**Filters** are an operator, a point and a value. \`not.\` before the operator turns it round; \`(any)\` or \`(all)\` behind it
compares with a list: \`like(any).{A*,B*}\`. Not every database has all operators; one it lacks is refused with a message
that says so.

| operator | holds when the field |
|---|---|
| \`eq\`, \`neq\` | is, or is not, the value |
| \`gt\`, \`gte\`, \`lt\`, \`lte\` | is greater, less, … than the value |
| \`like\`, \`ilike\` | matches a pattern with \`*\` for any text; \`ilike\` ignores case |
| \`match\`, \`imatch\` | matches a regular expression |
| \`in\` | is one of a list: \`in.(1,2,3)\` |
| \`is\` | is \`null\`, \`not_null\`, \`true\`, \`false\` or \`unknown\` |
| \`isdistinct\` | is not the value, null counting as a value |
| \`fts\`, \`plfts\`, \`phfts\`, \`wfts\` | matches a full-text search |
| \`cs\`, \`cd\`, \`ov\` | contains, is contained in, overlaps a list, a range or JSON |
| \`sl\`, \`sr\`, \`nxr\`, \`nxl\`, \`adj\` | lies left or right of a range, does not reach beyond it, touches it |

**Pages.** Every answer has a \`Content-Range\`. For pages that stay right when rows are added in between, begin with an
empty \`after=\` and follow the \`Link\` header, which holds the next page's address while there is one.

**Forms.** \`Accept: text/csv\` gives CSV. The parameter \`nulls=stripped\` of the \`application/vnd.pgrst.\` media types
leaves out fields that are null.

**Writing.** The default answer to a write has no body; \`Prefer: return=representation\` asks for the rows as they are now.
An \`Idempotency-Key\` makes it safe to send a write again.

**Errors** have a \`code\`, a \`message\`, \`details\` and a \`hint\`. What you may not see looks as if it were not there.`;

export const filterDescription = "An operator, a point and a value, as the introduction explains.";
