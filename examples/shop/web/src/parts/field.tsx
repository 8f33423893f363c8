// A labelled field of a form, with what is wrong with it.

import { type ComponentProps, useId } from "react";

type FieldProps = ComponentProps<"input"> & {
  readonly label: string;
  readonly hint?: string;
  readonly wrong?: string | undefined;
};

export function Field({ label, hint, wrong, ...input }: FieldProps) {
  const id = useId();
  const said = wrong ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        aria-invalid={wrong !== undefined}
        {...(said === undefined ? {} : { "aria-describedby": `${id}-said` })}
        {...input}
      />
      {said !== undefined && (
        <span id={`${id}-said`} className={wrong === undefined ? "small soft" : "wrong"}>
          {said}
        </span>
      )}
    </div>
  );
}

/** The texts of a form, by the names of its fields. */
export function textsOf(form: HTMLFormElement): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value.trim() : ""]),
  );
}
