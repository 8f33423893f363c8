// WSDLs of a test, introspected, and their operations compiled.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SourceSchema } from "../../../core/index.ts";
import type { SoapBinding } from "../binding.ts";
import { fileLibrary } from "../connect.ts";
import { introspect } from "../introspect.ts";
import { soapOptions, type SoapOptions } from "../options.ts";
import { readDescription } from "../wsdl/documents.ts";

export async function readWsdl(file: string, options: Partial<SoapOptions> = {}): Promise<SourceSchema> {
  const place = path.resolve(import.meta.dirname, file);
  return introspect(await readDescription(place, fileLibrary), soapOptions.parse({ wsdl: place, ...options }));
}

/** A text in place of a file, with others beside it. */
export async function readWsdlText(
  text: string,
  beside: Readonly<Record<string, string>> = {},
  options: Partial<SoapOptions> = {},
): Promise<SourceSchema> {
  const folder = mkdtempSync(path.join(tmpdir(), "isthmus-wsdl-"));
  try {
    for (const [name, content] of Object.entries({ "service.wsdl": text, ...beside }))
      writeFileSync(path.join(folder, name), content);
    return await readWsdl(path.join(folder, "service.wsdl"), options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A service of one operation, `Do`, whose element `In` and `Out` the schema declares. */
export function wsdlOf(schema: string): string {
  return `<wsdl:definitions targetNamespace="urn:x" xmlns:x="urn:x" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <wsdl:types><xs:schema targetNamespace="urn:x" elementFormDefault="qualified">${schema}</xs:schema></wsdl:types>
  <wsdl:message name="In"><wsdl:part name="p" element="x:In"/></wsdl:message>
  <wsdl:message name="Out"><wsdl:part name="p" element="x:Out"/></wsdl:message>
  <wsdl:portType name="P"><wsdl:operation name="Do"><wsdl:input message="x:In"/><wsdl:output message="x:Out"/></wsdl:operation></wsdl:portType>
  <wsdl:binding name="B" type="x:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="Do"><soap:operation soapAction="do"/><wsdl:input><soap:body use="literal"/></wsdl:input>
    <wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation></wsdl:binding>
  <wsdl:service name="S"><wsdl:port name="Q" binding="x:B"><soap:address location="http://s.example/"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;
}

export const bindingOf = (schema: SourceSchema, name: string): SoapBinding =>
  schema.operations.find((one) => one.name === name)?.binding as SoapBinding;
