// Times as people of this place write them. The server's are UTC, and do not say so.

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

export function Day({ at }: { readonly at: string }) {
  const utc = /Z|[+-]\d\d:\d\d$/.test(at) ? at : `${at}Z`;
  return <time dateTime={utc}>{day.format(new Date(utc))}</time>;
}
