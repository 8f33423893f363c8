// The colours of the assortment, as its products name them.

const hues: Readonly<Record<string, string>> = {
  moss: "#6b7a3f",
  sand: "#cdb88d",
  plum: "#7a4763",
  sky: "#7fb0cf",
  black: "#33332f",
  indigo: "#43508f",
  teal: "#2f7f7d",
  rose: "#c98a8f",
  ochre: "#c98f2f",
  chalk: "#dcd8cc",
  rust: "#b4552d",
  charcoal: "#4b4d4c",
  sage: "#9aab8a",
  white: "#e9e6de",
  olive: "#7d7a3c",
  navy: "#2f4062",
  slate: "#6c7a86",
  terracotta: "#c3704d",
};

export function hueOf(attributes: unknown): string {
  const colour =
    typeof attributes === "object" && attributes !== null && "colour" in attributes ? attributes.colour : "";
  return hues[String(colour)] ?? "#8a8f7d";
}
