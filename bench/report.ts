// The results as tables in Markdown, as they are printed and as they stand in the README.

import { titles } from "./questions.ts";
import type { HeavyRow } from "./heavy.ts";
import type { MemoryRow } from "./memory.ts";
import type { Row } from "./throughput.ts";

/** @param yardstick Name of the system the others are compared with. */
export function throughputTable(rows: readonly Row[], yardstick: string): string {
  const lines = rows.map(({ system, question, summary, memory }) => {
    const base = rows.find((row) => row.system === yardstick && row.question === question)?.summary.perSecond;
    const ratio = base === undefined ? "" : `${(summary.perSecond / base).toFixed(2)} ×`;
    const spread = summary.range.map(whole).join("–");
    return [
      titles[question],
      system,
      whole(summary.perSecond),
      ratio,
      short(summary.p50),
      short(summary.p99),
      whole(memory),
      spread,
    ];
  });
  return table(
    ["question", "server", "requests/s", "to hand-written", "p50 ms", "p99 ms", "MiB", "slowest–fastest round"],
    lines,
  );
}

export function policyTable(open: readonly Row[], policy: readonly Row[]): string {
  const lines = policy.flatMap(({ system, question, summary }) => {
    const without = open.find((row) => row.system === system && row.question === question)?.summary.perSecond;
    if (without === undefined) return [];
    const change = (summary.perSecond / without - 1) * 100;
    return [
      [
        titles[question],
        system,
        whole(without),
        whole(summary.perSecond),
        `${change > 0 ? "+" : ""}${change.toFixed(1)} %`,
      ],
    ];
  });
  return table(["question", "server", "without", "with a policy", "difference"], lines);
}

export function heavyTable(rows: readonly HeavyRow[]): string {
  const lines = rows.map(({ system, alone, beside, heavyAlone, heavyBeside }) => [
    system,
    whole(alone.perSecond),
    short(alone.p99),
    whole(beside.perSecond),
    short(beside.p99),
    `${(beside.p99 / alone.p99).toFixed(2)} ×`,
    whole(heavyAlone),
    whole(heavyBeside),
  ]);
  const heads = [
    "server",
    "by key alone /s",
    "p99 ms",
    "beside a long one /s",
    "p99 ms",
    "p99 rises",
    "long one alone ms",
    "long one beside ms",
  ];
  return table(heads, lines);
}

export function memoryTable(rows: readonly MemoryRow[]): string {
  const lines = rows.map(({ system, requests, memory }) => [system, whole(requests), memory.map(whole).join(" ")]);
  return table(["server", "requests", "MiB after each tenth"], lines);
}

function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const rows = [heads, heads.map(() => "---"), ...lines];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join(" | ")} |`).join("\n");
}

function pad(cell: string, width: number): string {
  return cell === "---" ? "-".repeat(width) : cell.padEnd(width);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function short(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}
