// The page of all keys of the configuration: made from the interfaces that the compiler checks it with.

interface Member {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

const sections: readonly (readonly [title: string, name: string])[] = [
  ["The configuration", "Configuration"],
  ["`roles.<role>.<resource>`", "ResourceRules"],
  ["`….read`", "ReadRules"],
  ["`….insert`", "InsertRules"],
  ["`….update`: as insert, and", "UpdateRules"],
  ["`….delete`", "DeleteRules"],
  ["Tests in a `where` or `check`", "Tests"],
  ["`relations.<resource>.<relation>`", "RelationConfiguration"],
  ["`auth`", "AuthConfiguration"],
  ["`auth.jwt`", "JwtConfiguration"],
  ["`auth.apiKeys[]`", "ApiKeyConfiguration"],
  ["`server`", "ServerConfiguration"],
  ["`limits`", "LimitsConfiguration"],
];

export function configurationPage(types: string, sources: Readonly<Record<string, string>>): string {
  const parts = sections.map(([title, name]) => section(title, interfaceMembers(types, name)));
  const kinds = Object.entries(sources).map(([title, text]) => section(`\`${title}\``, shapeMembers(text)));
  return `# Configuration

Written by \`npm run docs\` from the code; do not edit. \`isthmus.config.ts\` exports \`defineConfig({ … })\`. Any text may be
\`secret("NAME")\` where the type says \`Secret\`, and anywhere in a source's options.

${[...parts.slice(0, 1), ...kinds, ...parts.slice(1)].join("\n")}`;
}

function section(title: string, members: readonly Member[]): string {
  const rows = members.map(
    ({ name, type, text }) => `| \`${name}\` | ${type === "" ? "" : `\`${cell(type)}\``} | ${cell(text)} |`,
  );
  return `## ${title}\n\n| key | type | |\n|---|---|---|\n${rows.join("\n")}\n`;
}

/** Members of an interface with the comment above each; comments inside a type are left out. */
function interfaceMembers(types: string, name: string): readonly Member[] {
  const body = new RegExp(`export interface ${name} (?:extends \\w+ )?\\{\\n([\\s\\S]*?)\\n\\}`).exec(types)?.[1] ?? "";
  const member = /(?:^ {2}\/\*\*([\s\S]*?)\*\/\n)?^ {2}readonly (\w+)(\??): ([\s\S]*?);$/gm;
  return [...body.matchAll(member)].map(([, comment = "", key = "", optional = "", type = ""]) => ({
    name: key + optional,
    type: type
      .replaceAll(/\/\*\*[\s\S]*?\*\//g, "")
      .replaceAll(/readonly | \| undefined$/g, "")
      .replaceAll(/Readonly<(Record<.*>)>/g, "$1")
      .replaceAll(/\s+/g, " "),
    text: commentText(comment),
  }));
}

/** Members of the outermost shape of a source's options, whether an interface or a zod object. */
function shapeMembers(text: string): readonly Member[] {
  const named = /export interface (\w+Options) (?:extends \w+ )?\{/.exec(text)?.[1];
  if (named !== undefined) return interfaceMembers(text, named);
  const indent = /strictObject\(\{\n( +)/.exec(text)?.[1] ?? "    ";
  const body = text.slice(text.search(/strictObject\(\{\n +(?:\/\*\*|\w+:)/));
  const member = new RegExp(
    `(?:^${indent}/\\*\\*([\\s\\S]*?)\\*/\\n)?^${indent}(\\w+):([\\s\\S]*?)(?=\\n${indent}\\w+:|\\n${indent}/\\*\\*|\\n {0,${indent.length - 2}}\\})`,
    "gm",
  );
  return [...body.matchAll(member)].map(([, comment = "", key = "", shape = ""]) => {
    const fallback = /\.default\((.*)\)/.exec(shape)?.[1];
    return {
      name: key,
      type: "",
      text: `${commentText(comment)}${fallback === undefined ? "" : ` Default: ${fallback}.`}`.trim(),
    };
  });
}

function commentText(comment: string): string {
  return comment
    .replaceAll(/^\s*\* ?/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
