// A label as a PDF of one page, small enough to be written by hand (PDF 1.4, https://opensource.adobe.com/dc-acrobat-sdk-docs/).

export function labelOf(lines: readonly string[]): Buffer {
  const text = ["SANDBOX LABEL - NOT FOR SHIPPING", ...lines]
    .map((line, at) => `BT /F1 ${at === 1 ? 20 : 11} Tf 24 ${380 - at * 34} Td (${plain(line)}) Tj ET`)
    .join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 288 432] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let file = "%PDF-1.4\n";
  const places = objects.map((object, at) => {
    const place = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

/** The font has no more, and brackets would end the text. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[^\x20-\x7e]/g, "")
    .replaceAll(/[\\()]/g, "\\$&")
    .slice(0, 80);
}
