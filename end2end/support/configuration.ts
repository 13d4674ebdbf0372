// The forms as they are shipped, so that a test covers every field that a form has or will have.
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Label {
  de: string;
  en: string;
}

interface ClearKind {
  type: string;
  list?: string;
}

export interface Field {
  code: string;
  label: Label;
  required?: boolean;
  /** Stands once for each dimension of the instrument. */
  per?: "dimension";
  kind: { sealed: string } | { clear: ClearKind };
}

export interface Form {
  code: string;
  title: Label;
  fields: Field[];
}

export interface Configuration {
  forms: Form[];
  lists: { code: string; entries: { code: string; label: Label }[] }[];
  instrument: { dimensions: { code: string; label: Label }[] };
  time_points: { code: string; label: Label }[];
}

export function readConfiguration(): Configuration {
  const file = join(__dirname, "../../api/configuration/default.json");
  return JSON.parse(readFileSync(file, "utf8")) as Configuration;
}

/** Whether what stands in a field is sealed. */
export function isSealed(field: Field): boolean {
  return "sealed" in field.kind;
}

/** Something to choose in a clear field that must not stay empty; nothing where the form begins with a value. */
export function anyChoice(configuration: Configuration, { kind }: Field): string | undefined {
  if ("sealed" in kind) return undefined;
  switch (kind.clear.type) {
    case "code":
      return configuration.lists.find((list) => list.code === kind.clear.list)?.entries[0]?.label.de;
    case "dimension":
      return configuration.instrument.dimensions[0]?.label.de;
    case "time_point":
      return configuration.time_points[0]?.label.de;
    default:
      return undefined;
  }
}
